import type { CommandSpec } from "../command-spec.ts";

/** `meshc completion`. */
export const completionCommand: CommandSpec = {
  name: "completion",
  summary: "print a script that completes commands, flags and names in a shell",
  operand: {
    name: "shell",
    description: "bash, zsh or fish",
    required: true,
    words: ["bash", "zsh", "fish"],
  },
  options: [],
  examples: [
    { what: "bash, for this shell", command: "source <(meshc completion bash)" },
    { what: "zsh, for good", command: 'meshc completion zsh > "${fpath[1]}/_meshc"' },
    { what: "fish, for good", command: "meshc completion fish > ~/.config/fish/completions/meshc.fish" },
  ],
  load: async () => (await import("./completion.ts")).completion,
};
