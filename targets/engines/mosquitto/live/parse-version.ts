/** The version in what a broker says of itself, `mosquitto version 2.0.11`, as its program prints it too. */
export function parseVersion(output: string): string | undefined {
  return /^mosquitto version (\d+\.\d+\.\d+)/m.exec(output)?.[1];
}
