/** Where an instance listens and how it is reached, by instance name and listener name. */
export interface Addressing {
  /** What the process binds. */
  bind(instance: string, listener: string): Endpoint;
  /** What a process in `environment` dials; `undefined` = from outside the mesh's environments. */
  dial(instance: string, listener: string, environment?: string): Endpoint;
  /** All names and addresses by which an instance is dialed, sorted, as far as they are known. */
  namesOf(instance: string): readonly string[];
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Set where TLS is spoken there: the certificate, as PEM, of who signed what the server has to show. */
  readonly authority?: string;
}
