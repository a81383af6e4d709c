// @ts-nocheck
/* oxlint-disable */
/** Made from `mosquitto-conf.hbs` by tools/build-templates.mjs. */
export const specification: object = {
  "0": function (container, depth0, helpers, partials, data) {
    var stack1,
      alias1 = container.strict,
      alias2 = container.lambda;

    return (
      ((stack1 = alias2(
        alias1(depth0, "key", { start: { line: 13, column: 2 }, end: { line: 13, column: 5 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      " " +
      ((stack1 = alias2(
        alias1(depth0, "value", { start: { line: 13, column: 10 }, end: { line: 13, column: 15 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "1": function (container, depth0, helpers, partials, data) {
    var stack1,
      alias1 = container.strict,
      alias2 = container.lambda,
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "certfile " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "tls"), "certificate", {
          start: { line: 21, column: 11 },
          end: { line: 21, column: 26 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\nkeyfile " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "tls"), "privateKey", {
          start: { line: 22, column: 10 },
          end: { line: 22, column: 24 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "2": function (container, depth0, helpers, partials, data) {
    var stack1;

    return (
      "\ninclude_dir " +
      ((stack1 = container.lambda(
        container.strict(depth0, "bridges", {
          start: { line: 26, column: 14 },
          end: { line: 26, column: 21 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  compiler: [8, ">= 4.3.0"],
  main: function (container, depth0, helpers, partials, data) {
    var stack1,
      alias1 = container.strict,
      alias2 = container.lambda,
      alias3 = depth0 != null ? depth0 : container.nullContext || {},
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "per_listener_settings false\nallow_anonymous false\npassword_file " +
      ((stack1 = alias2(
        alias1(depth0, "passwords", { start: { line: 3, column: 16 }, end: { line: 3, column: 25 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\nacl_file " +
      ((stack1 = alias2(
        alias1(depth0, "acl", { start: { line: 4, column: 11 }, end: { line: 4, column: 14 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\nuser root\npersistence true\npersistence_location ./\nlog_dest stderr\nlog_dest topic\nlog_type error\nlog_type information\n" +
      ((stack1 = lookupProperty(helpers, "each").call(alias3, lookupProperty(depth0, "settings"), {
        name: "each",
        hash: {},
        fn: container.program(0, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 12, column: 0 }, end: { line: 14, column: 9 } },
      })) != null
        ? stack1
        : "") +
      "\nlistener " +
      ((stack1 = alias2(
        alias1(depth0, "port", { start: { line: 16, column: 11 }, end: { line: 16, column: 15 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      " " +
      ((stack1 = alias2(
        alias1(depth0, "address", { start: { line: 16, column: 20 }, end: { line: 16, column: 27 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n" +
      ((stack1 = lookupProperty(helpers, "each").call(alias3, lookupProperty(depth0, "listenerSettings"), {
        name: "each",
        hash: {},
        fn: container.program(0, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 17, column: 0 }, end: { line: 19, column: 9 } },
      })) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "tls"), {
        name: "if",
        hash: {},
        fn: container.program(1, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 20, column: 0 }, end: { line: 23, column: 7 } },
      })) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "bridges"), {
        name: "if",
        hash: {},
        fn: container.program(2, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 24, column: 0 }, end: { line: 27, column: 7 } },
      })) != null
        ? stack1
        : "")
    );
  },
  useData: true,
};
