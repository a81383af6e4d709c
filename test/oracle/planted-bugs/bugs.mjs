import { bridges } from "./bridges.mjs";
import { connect } from "./connect.mjs";
import { durables } from "./durables.mjs";
import { edges } from "./edges.mjs";
import { links } from "./links.mjs";
import { manifests } from "./manifests.mjs";
import { mirrors } from "./mirrors.mjs";
import { places } from "./places.mjs";
import { policies } from "./policies.mjs";
import { readTerms } from "./read-terms.mjs";
import { rights } from "./rights.mjs";
import { stored } from "./stored.mjs";
import { unlikeEngines } from "./unlike-engines.mjs";
import { ways } from "./ways.mjs";

/**
 * Bugs to plant in the compiler, one at a time: in `file`, `find` (which must be there exactly once) becomes
 * `replace`. Each is a slip that a person could make, and each changes what is decided about some mesh. `about` is
 * the part of the decision that it spoils.
 */
export const bugs = [
  ...links,
  ...rights,
  ...ways,
  ...policies,
  ...places,
  ...stored,
  ...durables,
  ...readTerms,
  ...mirrors,
  ...edges,
  ...manifests,
  ...unlikeEngines,
  ...bridges,
  ...connect,
];
