import type { LiveMesh } from "./live-mesh.ts";

/** Changes the line of an identity in an instance's file of users. */
export function editUser(
  mesh: LiveMesh,
  instance: string,
  identity: string,
  change: (line: string) => string,
): void {
  const key = mesh.key(identity).publicKey;
  mesh.edit(instance, "users.conf", (text) =>
    text
      .split("\n")
      .map((line) => (line.includes(key) ? change(line) : line))
      .join("\n"),
  );
}

/** Adds lines to the users of account MESH. */
export function addUsers(mesh: LiveMesh, instance: string, ...lines: readonly string[]): void {
  mesh.edit(instance, "users.conf", (text) => text.replace("users: [\n", `users: [\n${lines.join("\n")}\n`));
}

/** The line of an identity as it stands now. */
export function userLine(mesh: LiveMesh, instance: string, identity: string): string {
  const key = mesh.key(identity).publicKey;
  const line = mesh
    .read(instance, "users.conf")
    .split("\n")
    .find((each) => each.includes(key));
  if (line === undefined) throw new Error(`${identity} is no user of ${instance}`);
  return line;
}

/** One more address that a side (`publish` or `subscribe`) allows. */
export function allowing(side: "publish" | "subscribe", address: string): (line: string) => string {
  return (line) => {
    const allow = new RegExp(`(${side}: \\{ allow: \\[)`);
    if (allow.test(line)) return line.replace(allow, (start) => `${start}"${address}", `);
    return line.replace(new RegExp(`${side}: \\{ deny: \\[">"\\] \\}`), `${side}: { allow: ["${address}"] }`);
  };
}

/** One address fewer. */
export function without(address: string): (line: string) => string {
  return (line) =>
    line.replace(`"${address}", `, "").replace(`, "${address}"`, "").replace(`"${address}"`, '"nothing"');
}
