import { version } from "../version.ts";

/** Tells VS Code's YAML extension, and editors that read its settings, which files are manifests. */
export const editorSettings = `{
  "yaml.schemas": {
    ".vscode/mesh.schema.json": ["mesh.yaml", "domains/*.yaml", "teams/*.yaml"]
  }
}
`;

/** The folder that `meshc up` keeps its brokers, logs and keys in. */
export const gitignore = `# Brokers, logs and keys of the mesh that \`meshc up\` runs on this machine.
.meshc/
node_modules/
`;

/** What a pipeline needs besides its own file. meshc is in no registry, so the packed file stands in the repository. */
const preparation = `# \`npm ci\` needs meshc as a dependency of the repository. Put its package, which \`npm pack\` makes of meshc's own
# repository, beside this repository's package.json, run this once there and commit what it writes, and the package:
#   test -f package.json || npm init -y
#   npm install --save-dev ./meshc-${version}.tgz
# Both this file and package.json stand in the repository's root; where the mesh does not, add \`-m FOLDER\` below.
`;

const github = `# Checks the mesh of every pull request; what is found is shown beside the lines of the change.
${preparation}name: mesh
on: pull_request
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 20 }
      - run: npm ci
      - run: npx --no-install meshc validate --format github
      - run: npx --no-install meshc fmt --check
`;

const gitlab = `# Checks the mesh of every merge request.
${preparation}mesh:
  image: node:20
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - npm ci
    - npx --no-install meshc validate
    - npx --no-install meshc fmt --check
`;

/** Files of each pipeline by the word of `--pipeline`. */
export const pipelines: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  github: { ".github/workflows/mesh.yaml": github },
  gitlab: { ".gitlab-ci.yml": gitlab },
  none: {},
};
