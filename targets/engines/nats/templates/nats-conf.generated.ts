// @ts-nocheck
/* oxlint-disable */
/** Made from `nats-conf.hbs` by tools/build-templates.mjs. */
export const specification: object = {
  "0": function (container, depth0, helpers, partials, data) {
    var stack1,
      alias1 = container.strict,
      alias2 = container.lambda;

    return (
      ((stack1 = alias2(
        alias1(depth0, "key", { start: { line: 5, column: 2 }, end: { line: 5, column: 5 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      ": " +
      ((stack1 = alias2(
        alias1(depth0, "value", { start: { line: 5, column: 11 }, end: { line: 5, column: 16 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "1": function (container, depth0, helpers, partials, data) {
    var stack1;

    return (
      "\ntls: " +
      ((stack1 = container.lambda(
        container.strict(depth0, "tls", { start: { line: 9, column: 7 }, end: { line: 9, column: 10 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "2": function (container, depth0, helpers, partials, data) {
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
      '\njetstream {\n  store_dir: "store"\n  domain: ' +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "jetstream"), "domain", {
          start: { line: 15, column: 12 },
          end: { line: 15, column: 28 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n  max_memory_store: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "jetstream"), "maxMemoryStore", {
          start: { line: 16, column: 22 },
          end: { line: 16, column: 46 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n  max_file_store: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "jetstream"), "maxFileStore", {
          start: { line: 17, column: 20 },
          end: { line: 17, column: 42 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n}\n"
    );
  },
  "3": function (container, depth0, helpers, partials, data) {
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
      "\nmqtt {\n  listen: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "mqtt"), "listen", {
          start: { line: 23, column: 12 },
          end: { line: 23, column: 23 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n" +
      ((stack1 = lookupProperty(helpers, "if").call(
        alias3,
        lookupProperty(lookupProperty(depth0, "mqtt"), "tls"),
        {
          name: "if",
          hash: {},
          fn: container.program(4, data, 0),
          inverse: container.noop,
          data: data,
          loc: { start: { line: 24, column: 0 }, end: { line: 26, column: 7 } },
        },
      )) != null
        ? stack1
        : "") +
      "  stream_replicas: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "mqtt"), "replicas", {
          start: { line: 27, column: 21 },
          end: { line: 27, column: 34 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n" +
      ((stack1 = lookupProperty(helpers, "each").call(
        alias3,
        lookupProperty(lookupProperty(depth0, "mqtt"), "settings"),
        {
          name: "each",
          hash: {},
          fn: container.program(5, data, 0),
          inverse: container.noop,
          data: data,
          loc: { start: { line: 28, column: 0 }, end: { line: 30, column: 9 } },
        },
      )) != null
        ? stack1
        : "") +
      "}\n"
    );
  },
  "4": function (container, depth0, helpers, partials, data) {
    var stack1,
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "  tls: " +
      ((stack1 = container.lambda(
        container.strict(lookupProperty(depth0, "mqtt"), "tls", {
          start: { line: 25, column: 9 },
          end: { line: 25, column: 17 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "5": function (container, depth0, helpers, partials, data) {
    var stack1,
      alias1 = container.strict,
      alias2 = container.lambda;

    return (
      "  " +
      ((stack1 = alias2(
        alias1(depth0, "key", { start: { line: 29, column: 4 }, end: { line: 29, column: 7 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      ": " +
      ((stack1 = alias2(
        alias1(depth0, "value", { start: { line: 29, column: 13 }, end: { line: 29, column: 18 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "6": function (container, depth0, helpers, partials, data) {
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
      "\ncluster {\n  name: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "cluster"), "name", {
          start: { line: 41, column: 10 },
          end: { line: 41, column: 22 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n  listen: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "cluster"), "listen", {
          start: { line: 42, column: 12 },
          end: { line: 42, column: 26 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n" +
      ((stack1 = lookupProperty(helpers, "if").call(
        depth0 != null ? depth0 : container.nullContext || {},
        lookupProperty(lookupProperty(depth0, "cluster"), "tls"),
        {
          name: "if",
          hash: {},
          fn: container.program(7, data, 0),
          inverse: container.noop,
          data: data,
          loc: { start: { line: 43, column: 0 }, end: { line: 45, column: 7 } },
        },
      )) != null
        ? stack1
        : "") +
      '  include "cluster.conf"\n}\n'
    );
  },
  "7": function (container, depth0, helpers, partials, data) {
    var stack1,
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "  tls: " +
      ((stack1 = container.lambda(
        container.strict(lookupProperty(depth0, "cluster"), "tls", {
          start: { line: 44, column: 9 },
          end: { line: 44, column: 20 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "8": function (container, depth0, helpers, partials, data) {
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
      "\ngateway {\n  name: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "gateway"), "name", {
          start: { line: 52, column: 10 },
          end: { line: 52, column: 22 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n  listen: " +
      ((stack1 = alias2(
        alias1(lookupProperty(depth0, "gateway"), "listen", {
          start: { line: 53, column: 12 },
          end: { line: 53, column: 26 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n  reject_unknown_cluster: true\n" +
      ((stack1 = lookupProperty(helpers, "if").call(
        depth0 != null ? depth0 : container.nullContext || {},
        lookupProperty(lookupProperty(depth0, "gateway"), "tls"),
        {
          name: "if",
          hash: {},
          fn: container.program(9, data, 0),
          inverse: container.noop,
          data: data,
          loc: { start: { line: 55, column: 0 }, end: { line: 57, column: 7 } },
        },
      )) != null
        ? stack1
        : "") +
      '  include "gateway.conf"\n}\n'
    );
  },
  "9": function (container, depth0, helpers, partials, data) {
    var stack1,
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "  tls: " +
      ((stack1 = container.lambda(
        container.strict(lookupProperty(depth0, "gateway"), "tls", {
          start: { line: 56, column: 9 },
          end: { line: 56, column: 20 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "10": function (container, depth0, helpers, partials, data) {
    var stack1,
      alias1 = depth0 != null ? depth0 : container.nullContext || {},
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "\nleafnodes {\n" +
      ((stack1 = lookupProperty(helpers, "if").call(
        alias1,
        lookupProperty(lookupProperty(depth0, "leafnodes"), "listen"),
        {
          name: "if",
          hash: {},
          fn: container.program(11, data, 0),
          inverse: container.noop,
          data: data,
          loc: { start: { line: 64, column: 0 }, end: { line: 74, column: 7 } },
        },
      )) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(
        alias1,
        lookupProperty(lookupProperty(depth0, "leafnodes"), "dials"),
        {
          name: "if",
          hash: {},
          fn: container.program(15, data, 0),
          inverse: container.noop,
          data: data,
          loc: { start: { line: 75, column: 0 }, end: { line: 78, column: 7 } },
        },
      )) != null
        ? stack1
        : "") +
      "}\n"
    );
  },
  "11": function (container, depth0, helpers, partials, data) {
    var stack1,
      alias1 = depth0 != null ? depth0 : container.nullContext || {},
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "  listen: " +
      ((stack1 = container.lambda(
        container.strict(lookupProperty(depth0, "leafnodes"), "listen", {
          start: { line: 65, column: 12 },
          end: { line: 65, column: 28 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n" +
      ((stack1 = lookupProperty(helpers, "if").call(
        alias1,
        lookupProperty(lookupProperty(depth0, "leafnodes"), "told"),
        {
          name: "if",
          hash: {},
          fn: container.program(12, data, 0),
          inverse: container.program(13, data, 0),
          data: data,
          loc: { start: { line: 66, column: 0 }, end: { line: 70, column: 7 } },
        },
      )) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(
        alias1,
        lookupProperty(lookupProperty(depth0, "leafnodes"), "tls"),
        {
          name: "if",
          hash: {},
          fn: container.program(14, data, 0),
          inverse: container.noop,
          data: data,
          loc: { start: { line: 71, column: 0 }, end: { line: 73, column: 7 } },
        },
      )) != null
        ? stack1
        : "")
    );
  },
  "12": function (container, depth0, helpers, partials, data) {
    var stack1,
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "  advertise: " +
      ((stack1 = container.lambda(
        container.strict(lookupProperty(depth0, "leafnodes"), "told", {
          start: { line: 67, column: 15 },
          end: { line: 67, column: 29 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "13": function (container, depth0, helpers, partials, data) {
    return "  no_advertise: true\n";
  },
  "14": function (container, depth0, helpers, partials, data) {
    var stack1,
      lookupProperty =
        container.lookupProperty ||
        function (parent, propertyName) {
          if (Object.prototype.hasOwnProperty.call(parent, propertyName)) {
            return parent[propertyName];
          }
          return undefined;
        };

    return (
      "  tls: " +
      ((stack1 = container.lambda(
        container.strict(lookupProperty(depth0, "leafnodes"), "tls", {
          start: { line: 72, column: 9 },
          end: { line: 72, column: 22 },
        }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n"
    );
  },
  "15": function (container, depth0, helpers, partials, data) {
    return '  reconnect: "1s"\n  include "leafnodes.conf"\n';
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
      "server_name: " +
      ((stack1 = alias2(
        alias1(depth0, "serverName", { start: { line: 1, column: 15 }, end: { line: 1, column: 25 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\nlisten: " +
      ((stack1 = alias2(
        alias1(depth0, "listen", { start: { line: 2, column: 10 }, end: { line: 2, column: 16 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\nhttp: " +
      ((stack1 = alias2(
        alias1(depth0, "management", { start: { line: 3, column: 8 }, end: { line: 3, column: 18 } }),
        depth0,
      )) != null
        ? stack1
        : "") +
      "\n" +
      ((stack1 = lookupProperty(helpers, "each").call(alias3, lookupProperty(depth0, "settings"), {
        name: "each",
        hash: {},
        fn: container.program(0, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 4, column: 0 }, end: { line: 6, column: 9 } },
      })) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "tls"), {
        name: "if",
        hash: {},
        fn: container.program(1, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 7, column: 0 }, end: { line: 10, column: 7 } },
      })) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "jetstream"), {
        name: "if",
        hash: {},
        fn: container.program(2, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 11, column: 0 }, end: { line: 19, column: 7 } },
      })) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "mqtt"), {
        name: "if",
        hash: {},
        fn: container.program(3, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 20, column: 0 }, end: { line: 32, column: 7 } },
      })) != null
        ? stack1
        : "") +
      '\nsystem_account: SYS\naccounts {\n  include "users.conf"\n}\n' +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "cluster"), {
        name: "if",
        hash: {},
        fn: container.program(6, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 38, column: 0 }, end: { line: 48, column: 7 } },
      })) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "gateway"), {
        name: "if",
        hash: {},
        fn: container.program(8, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 49, column: 0 }, end: { line: 60, column: 7 } },
      })) != null
        ? stack1
        : "") +
      ((stack1 = lookupProperty(helpers, "if").call(alias3, lookupProperty(depth0, "leafnodes"), {
        name: "if",
        hash: {},
        fn: container.program(10, data, 0),
        inverse: container.noop,
        data: data,
        loc: { start: { line: 61, column: 0 }, end: { line: 80, column: 7 } },
      })) != null
        ? stack1
        : "")
    );
  },
  useData: true,
};
