import { keptFirst } from "../../compiler/model/kept-first.ts";
import type { Application } from "../../compiler/model/mesh.ts";
import type { Delivered, Due, Slot } from "./deliver.ts";
import { type Ledger, unstored } from "./ledger.ts";
import { addressOf, type ApplicationFailure, type Place } from "./places.ts";
import { eventId } from "./probe-topic.ts";
import type { Ground } from "./session.ts";
import type { PlannedMessage } from "./verification-plan.ts";

/** Applications and messages that are tried together. */
export interface Batch {
  readonly messages: readonly PlannedMessage[];
  readonly subscribers: readonly Application[];
}

/** What happened to one batch. */
export interface FlowFindings {
  readonly delivered: readonly Delivered[];
  readonly failures: readonly ApplicationFailure[];
}

/** What the parts of one batch have in common; `delivered` and `failures` grow. */
export interface Run {
  readonly ground: Ground;
  readonly ledger: Ledger;
  readonly batch: Batch;
  readonly publishers: readonly Place[];
  readonly delivered: Delivered[];
  readonly failures: ApplicationFailure[];
}

/** A message as it is to be published at each instance of all brokers where its publisher may be. */
export function duesOf(run: Run, message: PlannedMessage, slots: readonly Slot[]): readonly Due[] {
  const { levels } = message.topic;
  const keptBy = keptFirst(run.ground.topology);
  return run.publishers.flatMap(({ application, broker, session }) => {
    if (application.name !== message.publisher || !("connection" in session)) return [];
    const draft = {
      publisher: application.name,
      instance: session.instance,
      event: eventId(message.event),
      topic: levels,
      address: addressOf(run.ground, application.name, broker, levels),
      stream: keptBy(message.event, broker.name) ?? unstored,
    };
    return [{ connection: session.connection, draft, slots }];
  });
}
