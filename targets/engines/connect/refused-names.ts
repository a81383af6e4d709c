/** Code points that are no characters (Unicode 23.7), and U+FFFD, as which the engine reads bytes that are no UTF-8. */
const nonCharacters = [
  String.raw`\x{fdd0}-\x{fdef}\x{fffd}-\x{ffff}`,
  ...Array.from({ length: 16 }, (_, plane) => {
    const high = (plane + 1).toString(16);
    return String.raw`\x{${high}fffe}\x{${high}ffff}`;
  }),
].join("");

/** What a level of either side cannot hold. Mosquitto 2.0.11 ends the connection of who publishes such a topic. */
const inNeither = String.raw`\x00-\x20\x{7f}-\x{9f}${nonCharacters}`;

/**
 * Topics that can be subjects, as a regular expression of Go: levels that are tokens of NATS, none of them empty. A
 * line end or a blank in a subject would be read as a command of its protocol.
 */
export const topicsThatCross = levels(String.raw`${inNeither}.*>/`, "/");

/** Subjects that can be topics: tokens that are levels of MQTT. */
export const subjectsThatCross = levels(String.raw`${inNeither}/+#.`, String.raw`\.`);

/**
 * Bytes of a topic that becomes a subject: nats-server ends the connection of who sends a line of more than
 * `max_control_line`, 4,096 bytes, in which the subject of the reply stands too.
 */
export const longestTopic = 2_048;

function levels(except: string, separator: string): string {
  return `^[^${except}]+(?:${separator}[^${except}]+)*$`;
}
