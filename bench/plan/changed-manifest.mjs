/**
 * The manifest that is planned against the one that `generateManifest` makes: the second domain, which is stored and of
 * which there are a hundred flows and more, keeps its events for a day instead of seven and is shared with two teams
 * instead of all. Nobody else reads it, so that the mesh is as right as before.
 */
export function changedManifest(manifest) {
  const before = "  domain-1:\n    owner: team-1\n    topic: bench/domain-1\n    share: all\n";
  const after =
    "  domain-1:\n    owner: team-1\n    topic: bench/domain-1\n    share: [team-0, team-2]\n    retention: { age: 1d }\n";
  if (!manifest.includes(before)) throw new Error("the manifest has no domain-1 to be changed");
  return manifest.replace(before, after);
}
