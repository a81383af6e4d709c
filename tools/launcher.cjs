"use strict";
// The program is a comment in a function at the end of this file, in parts: an index, the part that starting and `validate`
// need, and the rest by module, compressed. Only what runs is compiled, and node is handed the code cache that the build
// left beside this file; where there is none, or another version of node made it, node compiles.
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");

// ECMAScript gives a function's source as it is written, comments included: this spares a start a second read of the file.
const own = program.toString();
const begin = own.indexOf("\n") + 1;
const end = own.indexOf("\n", begin);
const index = JSON.parse(own.slice(begin, end));

function part(name) {
  const [start, length] = index[name];
  return own.substr(end + 1 + start, length);
}

function decompressed(name) {
  return require("node:zlib")
    .brotliDecompressSync(Buffer.from(part(name), "base64"))
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
    fast[name] ?? new Script(decompressed(name), { filename: `${__filename}/${name}` }).runInThisContext();
  run(module, module.exports, load);
  return module.exports;
}

/* WHILE_BUILDING */
load("./main.js");
