import { createDice, type Dice } from "../oracle/dice.ts";
import type { LiveMesh } from "../verify/live-mesh.ts";

/** A change of one or more live configuration files, and how servers are made to take it. */
export interface RandomEdit {
  readonly name: string;
  readonly changes: readonly FileChange[];
  readonly how: "reload" | "restart";
}

export interface FileChange {
  readonly instance: string;
  readonly file: string;
  readonly text: string;
}

type Maker = (mesh: LiveMesh, dice: Dice, instance: string) => RandomEdit | undefined;

const subjectIn = /"([^"\s]+(?: [^"\s]+)?)"/g;

/** A random edit of a running mesh's files; the same seed gives the same edit. */
export function randomEdit(mesh: LiveMesh, seed: number): RandomEdit {
  const dice = createDice(seed);
  for (;;) {
    const instance = dice.pick(mesh.instances);
    const edit = dice.pick(makers)(mesh, dice, instance);
    if (edit?.changes.some(({ instance, file, text }) => mesh.read(instance, file) !== text)) return edit;
  }
}

/** Puts an edit into the files. */
export function applyEdit(mesh: LiveMesh, edit: RandomEdit): void {
  for (const { instance, file, text } of edit.changes) {
    if (mesh.read(instance, file) !== text) mesh.edit(instance, file, () => text);
  }
}

function inUsers(name: string, change: (text: string, mesh: LiveMesh, dice: Dice) => string): Maker {
  return (mesh, dice, instance) => {
    const whole = dice.chance(0.4) ? siblings(mesh, instance) : [instance];
    const seed = dice.whole(2 ** 30);
    const changes = whole.map((each) => ({
      instance: each,
      file: "users.conf",
      text: change(mesh.read(each, "users.conf"), mesh, createDice(seed)),
    }));
    return { name: `${name} at ${whole.join(", ")}`, changes, how: "reload" };
  };
}

function inFile(
  name: string,
  file: string,
  change: (text: string, mesh: LiveMesh, dice: Dice) => string,
): Maker {
  return (mesh, dice, instance) => {
    if (!mesh.files(instance).includes(file)) return undefined;
    const text = change(mesh.read(instance, file), mesh, dice);
    return { name: `${name} at ${instance}`, changes: [{ instance, file, text }], how: "restart" };
  };
}

function siblings(mesh: LiveMesh, instance: string): readonly string[] {
  const broker = instance.replace(/-\d+$/, "");
  return mesh.instances.filter((each) => each.replace(/-\d+$/, "") === broker);
}

/** Changes the line of one user. */
function inUser(change: (line: string, mesh: LiveMesh, dice: Dice) => string) {
  return (text: string, mesh: LiveMesh, dice: Dice): string => {
    const lines = text.split("\n");
    const users = lines.flatMap((line, index) => (line.includes("permissions") ? [index] : []));
    if (users.length === 0) return text;
    const chosen = dice.pick(users);
    return lines.map((line, index) => (index === chosen ? change(line, mesh, dice) : line)).join("\n");
  };
}

/** Changes one of the quoted subjects of a user. */
function inSubject(change: (subject: string, mesh: LiveMesh, dice: Dice) => string) {
  return inUser((line, mesh, dice) => {
    const from = line.indexOf("permissions");
    const found = [...line.slice(from).matchAll(subjectIn)];
    if (found.length === 0) return line;
    const one = dice.pick(found);
    const at = from + one.index;
    return line.slice(0, at) + `"${change(one[1] ?? "", mesh, dice)}"` + line.slice(at + one[0].length);
  });
}

/** Every subject that any file of the mesh speaks of, and some that are wider. */
function subjectsOf(mesh: LiveMesh): readonly string[] {
  const known = mesh.instances.flatMap((instance) =>
    mesh
      .read(instance, "users.conf")
      .split("\n")
      .filter((line) => line.includes("permissions"))
      .flatMap((line) =>
        [...line.slice(line.indexOf("permissions")).matchAll(subjectIn)].map((match) => match[1] ?? ""),
      ),
  );
  const wide = [
    ">",
    "retail.>",
    "plant.>",
    "finance.>",
    "retail.orders.>",
    "$SYS.>",
    "_INBOX_shop.>",
    "retail.*.*.created",
  ];
  return [...new Set([...known.map((subject) => subject.split(" ")[0] ?? ""), ...wide])].toSorted();
}

const makers: readonly Maker[] = [
  inUsers(
    "a subject is removed",
    inUser((line, _, dice) => {
      const items = [...line.matchAll(/"[^"]*", (?=")|, "[^"]*"(?=\])/g)];
      return items.length === 0 ? line : line.replace(dice.pick(items)[0], "");
    }),
  ),
  inUsers(
    "a subject is added",
    inUser((line, mesh, dice) => {
      const lists = [...line.matchAll(/allow: \[/g)];
      if (lists.length === 0) return line;
      const at = dice.pick(lists).index + "allow: [".length;
      return `${line.slice(0, at)}"${dice.pick(subjectsOf(mesh))}", ${line.slice(at)}`;
    }),
  ),
  inUsers(
    "a subject is replaced",
    inSubject((_, mesh, dice) => dice.pick(subjectsOf(mesh))),
  ),
  inUsers(
    "a level of a subject is altered",
    inSubject((subject, _, dice) => {
      const levels = subject.split(".");
      const at = dice.whole(levels.length);
      const level = dice.pick(["*", "eu", "orders", "created", "other"]);
      return levels.map((each, index) => (index === at ? level : each)).join(".");
    }),
  ),
  inUsers(
    "everything is allowed",
    inUser((line, _, dice) =>
      line.replace(dice.pick(["publish: { allow: [", "subscribe: { allow: ["]), (start) => `${start}">", `),
    ),
  ),
  inUsers(
    "nothing is denied any more",
    inUser((line) => line.replace('publish: { deny: [">"] }, ', "")),
  ),
  inUsers(
    "a subject is denied",
    inUser((line, mesh, dice) =>
      line.replace(dice.pick(["publish: { allow", "subscribe: { allow"]), (start) =>
        start.replace("allow", `deny: ["${dice.pick(subjectsOf(mesh))}"], allow`),
      ),
    ),
  ),
  inUsers(
    "all rights are given",
    inUser((line) => line.replace(/, permissions: .*$/, " }")),
  ),
  inUsers("a group is renamed", (text) => text.replace(" billing", " cashing")),
  inUsers("a group is opened", (text) => text.replace(" billing", "")),
  inUsers(
    "a group is demanded",
    inSubject((subject) => (subject.includes(" ") ? subject : `${subject} billing`)),
  ),
  inUsers("two identities are swapped", (text, _, dice) => {
    const keys = [...text.matchAll(/U[A-Z2-7]{55}(?=", perm)/g)].map((match) => match[0]);
    if (keys.length < 2) return text;
    const [one = "", other = ""] = dice.shuffle(keys);
    return text.replace(one, "SWAP").replace(other, one).replace("SWAP", other);
  }),
  inUsers(
    "an identity is replaced by an unknown one",
    inUser((line, mesh) => line.replace(/U[A-Z2-7]{55}/, mesh.key("link.unknown").publicKey)),
  ),
  inUsers(
    "a user is dropped",
    inUser(() => ""),
  ),
  inUsers("a user nobody knows is added", (text, mesh) =>
    text.replace("users: [", `users: [\n    { nkey: "${mesh.key("link.unknown").publicKey}" }`),
  ),
  inUsers("a user is moved into another account", (text, _, dice) => {
    const lines = text.split("\n").filter((line) => line.includes("permissions"));
    if (lines.length === 0) return text;
    const line = dice.pick(lines);
    return `${text.replace(`${line}\n`, "")}\nOTHER {\n  users: [\n${line}\n  ]\n}\n`;
  }),
  inUsers("a user of another broker is let in", (text, mesh, dice) => {
    const other = mesh
      .read(dice.pick(mesh.instances), "users.conf")
      .split("\n")
      .filter((line) => line.includes("permissions"));
    const line = other.length === 0 ? "" : dice.pick(other);
    return text.includes(line.slice(0, 70)) ? text : text.replace("users: [\n", `users: [\n${line}\n`);
  }),
  inUsers("an address is mapped", (text, mesh, dice) => {
    const concrete = subjectsOf(mesh).filter(
      (subject) => /^(retail|finance|plant)\./.test(subject) && !subject.includes(">"),
    );
    const from = dice.pick(concrete);
    const to = dice.pick([...concrete, "retail.nowhere"]);
    const stars = (subject: string) => subject.split(".").filter((level) => level === "*").length;
    const target = stars(from) > 0 ? to.replace("*", "$1").replaceAll("*", "xq7") : to.replaceAll("*", "xq7");
    return text.replace("MESH {\n", `MESH {\n  mappings: { "${from}": "${target}" }\n`);
  }),
  inUsers("half of an address is lost", (text, mesh, dice) => {
    const concrete = subjectsOf(mesh).filter((subject) => /^(retail|finance|plant)\.[^*>]*$/.test(subject));
    const from = dice.pick(concrete);
    return text.replace(
      "MESH {\n",
      `MESH {\n  mappings: { "${from}": [ { destination: "${from}", weight: 50% } ] }\n`,
    );
  }),
  inUsers("an account is added that imports", (text, mesh, dice) => {
    const subject = dice.pick(["retail.>", "finance.>", "plant.>"]);
    const key = mesh.key("link.unknown").publicKey;
    return `${text.replace("MESH {\n", `MESH {\n  exports: [ { stream: "${subject}" } ]\n`)}\nOTHER {\n  imports: [ { stream: { account: MESH, subject: "${subject}" } } ]\n  users: [ { nkey: "${key}" } ]\n}\n`;
  }),
  inUsers("users stand in another order", (text, _, dice) => {
    const lines = text.split("\n");
    const users = lines.filter((line) => line.includes("permissions"));
    const shuffled = dice.shuffle(users);
    return lines.map((line) => (line.includes("permissions") ? (shuffled.shift() ?? line) : line)).join("\n");
  }),
  inUsers("a comment is written", (text) => `# by hand\n${text}`),
  inFile("whoever comes is let in", "nats.conf", (text, mesh, dice) => {
    const key = dice.pick([...mesh.topology.identities].map(({ name }) => mesh.key(name).publicKey));
    return `no_auth_user: ${key}\n${text}`;
  }),
  inFile(
    "a limit is set",
    "nats.conf",
    (text, _, dice) =>
      `${dice.pick(['ping_interval: "20s"', "max_subscriptions: 5000", 'write_deadline: "5s"', 'server_tags: ["x"]'])}\n${text}`,
  ),
  inFile("a block is removed", "nats.conf", (text, _, dice) =>
    text.replace(new RegExp(`${dice.pick(["cluster", "gateway", "leafnodes"])} \\{[^}]*\\}`), ""),
  ),
  inFile("the gateway's password is changed", "gateway.conf", (text) =>
    text.replace(/password: "[^"]*"/, 'password: "another"'),
  ),
  inFile("a gateway is removed", "gateway.conf", (text) => text.replace(/ {2}\{ name: .*\n/, "")),
  inFile("the routes' password is changed", "cluster.conf", (text) =>
    text.replaceAll(/password: "[^"]*"|cluster:[^@]*@/g, (found) =>
      found.startsWith("p") ? 'password: "another"' : "cluster:another@",
    ),
  ),
  inFile("a route is removed", "cluster.conf", (text) => text.replace(/ {2}"nats-route.*\n/, "")),
  inFile("a leaf link logs in as another", "leafnodes.conf", (text, mesh, dice) =>
    text.replace(
      /SU[A-Z2-7]{56}/,
      mesh.key(dice.pick(["link.unknown", "application.dashboard", "application.ledger"])).seed,
    ),
  ),
  inFile("a leaf link is removed", "leafnodes.conf", (text) => text.replace(/ {2}\{ urls.*\n/, "")),
  inFile("a leaf link keeps something out", "leafnodes.conf", (text, mesh, dice) =>
    text.replace(
      "account: MESH",
      `${dice.pick(["deny_imports", "deny_exports"])}: "${dice.pick(subjectsOf(mesh).filter((subject) => /^(retail|plant|>)/.test(subject)))}", account: MESH`,
    ),
  ),
  inFile("a leaf link has its targets in another order", "leafnodes.conf", (text, _, dice) =>
    text.replace(
      /urls: \[([^\]]*)\]/,
      (_whole, urls: string) => `urls: [${dice.shuffle(urls.split(", ")).join(", ")}]`,
    ),
  ),
];
