"use strict";
// The program is the comment at the end of this file: the launcher compiles it itself, so that it can hand node the
// code cache that the build left beside it. Where there is none, or another version of node made it, node compiles.
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");

function codeCache() {
  try {
    return readFileSync(`${__dirname}/meshc-BUILD_ID.cache`);
  } catch {
    return undefined;
  }
}

const own = readFileSync(__filename, "latin1");
const start = own.indexOf("\n/*!program") + "\n/*!program".length;
const program = own.slice(start, own.lastIndexOf("*/")).replaceAll("*\u0001/", "*/");
const script = new Script(`(function (exports, require, module, __filename, __dirname) {${program}\n})`, {
  filename: __filename,
  cachedData: codeCache(),
});
/* WHILE_BUILDING */
script.runInThisContext()(exports, require, module, __filename, __dirname);
