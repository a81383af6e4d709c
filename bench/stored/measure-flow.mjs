import { readFileSync } from "node:fs";
import { pause, within } from "./patience.mjs";

const eventBytes = 256;
/** Publications that are not acknowledged yet, at most. */
const inFlight = 256;
/** Milliseconds from one publication to the next where latency is measured. */
const pace = 2;
const longest = 60;
const clockTick = 10_000;
let lastRun = 0;

/** Events in a second from the first publication to the last receipt, and the servers' processor time for each event. */
export async function measureThroughput(clients, flow, count) {
  const events = listen(clients, flow, count);
  const publisher = clients.publisher(flow.publisher);
  const spent = processorTime(clients.mesh.processIds);
  const start = performance.now();
  const publishing = publishAll(publisher, flow, events, count);
  await within(Promise.all([publishing, events.received]), longest, `${flow.name} of ${clients.mesh.name}`);
  return {
    perSecond: (count * 1_000) / (events.lastAt() - start),
    microseconds: (processorTime(clients.mesh.processIds) - spent) / count,
  };
}

/** Milliseconds from publication to receipt of each of so many events, published one by one at a steady pace. */
export async function measureLatency(clients, flow, count) {
  const events = listen(clients, flow, count);
  const publisher = clients.publisher(flow.publisher);
  const publishedAt = [];
  const acknowledged = [];
  for (let number = 0; number < count; number++) {
    publishedAt.push(performance.now());
    const outcome = publisher.publish(flow.subject, events.payload(number));
    // What fails before all are published is told when all are waited for, and must not end the program till then.
    outcome.catch(() => undefined);
    acknowledged.push(outcome);
    await pause(pace);
  }
  const all = Promise.all([...acknowledged, events.received]);
  await within(all, longest, `${flow.name} of ${clients.mesh.name}`);
  return publishedAt.map((at, number) => events.receivedAt(number) - at);
}

/** What arrives of a measurement's own events: others, which come again, do not count. */
function listen(clients, flow, count) {
  const run = ++lastRun;
  const times = new Float64Array(count);
  let missing = count;
  let last = 0;
  const received = new Promise((done) => {
    clients.listen(flow.reader, (data) => {
      const view = new DataView(data.buffer, data.byteOffset);
      const number = view.getUint32(4);
      if (view.getUint32(0) !== run || times[number] !== 0) return;
      times[number] = last = performance.now();
      if (--missing === 0) done();
    });
  });
  const payload = (number) => {
    const view = new DataView(new ArrayBuffer(eventBytes));
    view.setUint32(0, run);
    view.setUint32(4, number);
    return new Uint8Array(view.buffer);
  };
  return { received, payload, lastAt: () => last, receivedAt: (number) => times[number] };
}

function publishAll(publisher, { subject }, events, count) {
  let next = 0;
  const publishOn = async () => {
    while (next < count) await publisher.publish(subject, events.payload(next++));
  };
  return Promise.all(Array.from({ length: inFlight }, publishOn));
}

/** Microseconds of processor time that processes have taken so far, to the kernel's tick of 10 ms. */
function processorTime(processIds) {
  const ticks = processIds.map((id) => {
    const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ")[1].split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, ticksOfOne) => sum + ticksOfOne, 0) * clockTick;
}
