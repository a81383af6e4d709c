import { aboutConnect } from "./hand-made-connect.ts";
import { aboutEdges } from "./hand-made-edges.ts";
import { aboutLinks } from "./hand-made-links.ts";
import { aboutMirrors } from "./hand-made-mirrors.ts";
import { aboutPlaces } from "./hand-made-places.ts";
import { aboutPlants } from "./hand-made-plants.ts";
import { aboutPolicies } from "./hand-made-policies.ts";
import { aboutReferences } from "./hand-made-references.ts";
import { aboutStored } from "./hand-made-stored.ts";
import { aboutUnlike } from "./hand-made-unlike.ts";

/** Every mesh that is made by hand. */
export const allHandMade = [
  ...aboutReferences,
  ...aboutLinks,
  ...aboutPolicies,
  ...aboutPlaces,
  ...aboutStored,
  ...aboutEdges,
  ...aboutUnlike,
  ...aboutMirrors,
  ...aboutPlants,
  ...aboutConnect,
];
