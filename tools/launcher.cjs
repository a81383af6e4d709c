"use strict";
// The program is the comment at the end of this file, in parts: an index, the part that starting and `validate` need,
// and the rest by module, deflated. Only what runs is compiled, and node is handed the code cache that the build left beside
// this file; where there is none, or another version of node made it, node compiles.
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");

const own = readFileSync(__filename, "latin1");
const begin = own.indexOf("\n/*!program\n") + "\n/*!program\n".length;
const end = own.indexOf("\n", begin);
const index = JSON.parse(own.slice(begin, end));

function part(name) {
  const [start, length] = index[name];
  return own.substr(end + 1 + start, length);
}

function inflated(name) {
  return require("node:zlib")
    .inflateRawSync(Buffer.from(part(name), "base64"))
    .toString("latin1");
}

function codeCache() {
  try {
    return readFileSync(`${__dirname}/meshc-BUILD_ID.cache`);
  } catch {
    return undefined;
  }
}

// The end of a comment is written differently in a comment.
const script = new Script(part("fast").replaceAll("*\u0001/", "*/"), {
  filename: __filename,
  cachedData: codeCache(),
});
const fast = script.runInThisContext();
const loaded = new Map();

function load(name) {
  if (!name.startsWith("./")) return require(name);
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const run =
    fast[name] ?? new Script(inflated(name), { filename: `${__filename}/${name}` }).runInThisContext();
  run(module, module.exports, load);
  return module.exports;
}

/* WHILE_BUILDING */
load("./main.js");
