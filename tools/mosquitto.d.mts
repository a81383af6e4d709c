/** Path of a Mosquitto broker, 2.0 or newer: the one that the machine has, else the distribution's package. */
export function findMosquitto(): Promise<string>;
