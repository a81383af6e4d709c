"use strict";
// The program is a comment in a function at the end of this file, in parts: an index, the part that starting and `validate`
// need, the one that `plan` needs beside it, and the rest by module, compressed. Only what runs is compiled, and node is
// handed the code cache that the build left beside this file for either part; where there is none, or another version of
// node made it, node compiles.
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

function codeCache(name) {
  try {
    return readFileSync(`${__dirname}/meshc-BUILD_ID${name === "fast" ? "" : `.${name}`}.cache`);
  } catch {
    return undefined;
  }
}

const scripts = new Map();

/** The modules of a part that is not compressed, by name. */
function evaluated(name) {
  // The end of a comment is written differently in a comment.
  const script = new Script(part(name).replaceAll("*\u0001/", "*/"), {
    filename: name === "fast" ? __filename : `${__filename}/${name}`,
    cachedData: codeCache(name),
  });
  scripts.set(name, script);
  return script.runInThisContext();
}

const fast = evaluated("fast");
let plan;
const loaded = new Map();

function alone(name) {
  return new Script(decompressed(name), { filename: `${__filename}/${name}` }).runInThisContext();
}

/** A module of node's, which is loaded once something of it is used: most commands need but a few, and some take long. */
function later(name) {
  const all = () => require(name);
  return new Proxy(
    {},
    {
      get: (_, key) => all()[key],
      has: (_, key) => key in all(),
      ownKeys: () => Reflect.ownKeys(all()),
      getOwnPropertyDescriptor: (_, key) => ({
        ...Reflect.getOwnPropertyDescriptor(all(), key),
        configurable: true,
      }),
    },
  );
}

/** Modules of node that are functions themselves: others call or extend them as soon as they are loaded. */
const functions = new Set(["assert", "assert/strict", "events", "module", "stream"]);

function load(name) {
  if (!name.startsWith("./")) return functions.has(name.replace("node:", "")) ? require(name) : later(name);
  const known = loaded.get(name);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const run = fast[name] ?? (name in index ? alone(name) : (plan ??= evaluated("plan"))[name]);
  run(module, module.exports, load);
  return module.exports;
}

/* WHILE_BUILDING */
load("./main.js");
