/** How long things may take, in seconds. */
export interface Limits {
  /** Until a started instance answers as healthy. */
  readonly healthy: number;
  /** Until an instance says that it reads its new configuration. */
  readonly reload: number;
  /** Until all links are up. */
  readonly connect: number;
  /** What is waited for a restarted instance to be back in its cluster before the next one is restarted. */
  readonly rejoin: number;
  /** Until an instance is heard by one that it agrees with. Who asks to lead and is not answered asks again after 9 s at most. */
  readonly heard: number;
  /** Until the brokers that store have agreed on a leader and can be asked. */
  readonly provision: number;
  /** Until streams that are filled from elsewhere are. What asks and gets no answer asks again after some 30 s. */
  readonly copies: number;
  /** Until homes have drawn up what edges keep and are to keep no more. */
  readonly drawn: number;
  /** Until a program or a server tells a secret that is referred to. */
  readonly reference: number;
}

/** Enough for a machine that is busy with other things. */
export const usualLimits: Limits = {
  healthy: 30,
  reload: 15,
  connect: 30,
  rejoin: 5,
  heard: 20,
  provision: 60,
  copies: 75,
  drawn: 60,
  reference: 30,
};
