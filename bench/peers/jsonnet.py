"""What jsonnet takes to write three files a broker: `python3 jsonnet.py COUNT DIRECTORY`."""

import json
import pathlib
import sys

import _gojsonnet as jsonnet

PROGRAM = """
local all = std.range(0, std.parseInt(std.extVar('count')) - 1);
{
  ['broker-%d-config.json' % i]: { name: 'broker-%d' % i, data: { conf: 'server_name: broker-%d' % i } }
  for i in all
} + {
  ['broker-%d-users.json' % i]: { name: 'broker-%d' % i, users: [{ user: 'u%d' % k } for k in [i, i + 1]] }
  for i in all
} + {
  ['broker-%d-service.json' % i]: { name: 'broker-%d' % i, spec: { ports: [{ name: 'nats', port: 4222 }] } }
  for i in all
}
"""

count, directory = sys.argv[1], pathlib.Path(sys.argv[2])
directory.mkdir(parents=True, exist_ok=True)
files = json.loads(jsonnet.evaluate_snippet("bench", PROGRAM, ext_vars={"count": count}))
for name, content in files.items():
    (directory / name).write_text(json.dumps(content, indent=2))
