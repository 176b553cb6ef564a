/**
 * Runs and schedules in server processes of their own on one database: how long a run-now job waits on four servers, how soon a thousand schedules of one minute have
 * begun on one, how many trivial runs a second two drain; against the peer's plan and bare SQL in the same run.
 */
import { drainFloor, fillFloor, floorWaits } from '../jobs/floor.mjs';
import { drain, dueTogether, runNowWaits, storeJobs } from '../jobs/orderly.mjs';
import { fillPeer, peerDrain, peerTurns, peerWaits } from '../jobs/peer.mjs';
import { withDatabase, withServers } from '../jobs/servers.mjs';
import { median, printTable, seconds } from '../support.mjs';

const REQUESTS = 200;
const SCHEDULES = 1_000;
const RUNS = 3_000;

export async function run({ runs: rounds = 3 }) {
  return await withDatabase(async ({ database: { pool }, url }) => {
    const waits = await latency(pool, url, rounds);
    const schedules = await sameMinute(pool, url, rounds);
    const rates = await throughput(pool, url, rounds);
    return { rounds, waits, schedules, rates };
  });
}

async function latency(pool, url, rounds) {
  const uids = await storeJobs(pool, REQUESTS, 'wait');
  const ours = await withServers(url, 4, async (servers) => {
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(...(await runNowWaits(pool, servers, uids)));
    return all;
  });
  await fillFloor(pool, 0);
  const result = {
    orderly: spread(ours),
    peer: spread(peerWaits(REQUESTS)),
    floor: spread(await floorWaits(pool, REQUESTS)),
  };
  printTable(`Start of a run-now job, 4 servers, ${ours.length} requests`, [
    { who: 'Orderly', ...rounded(result.orderly) },
    { who: "peer's plan", ...rounded(result.peer) },
    { who: 'floor', ...rounded(result.floor) },
    { who: 'peer / Orderly', ...ratio(result.peer, result.orderly) },
    { who: 'Orderly / floor', ...ratio(result.orderly, result.floor) },
  ]);
  return result;
}

async function sameMinute(pool, url, rounds) {
  const uids = await storeJobs(pool, SCHEDULES, 'noon');
  const ours = await withServers(url, 1, async () => {
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(await dueTogether(pool, uids));
    return all;
  });
  await fillPeer(pool, SCHEDULES, 21);
  const peer = await peerTurns(pool);
  const floors = [];
  for (let round = 0; round < rounds; round += 1) {
    await fillFloor(pool, SCHEDULES);
    floors.push(await seconds(() => drainFloor(pool, SCHEDULES, 1)));
  }
  const orderly = median(ours.map((one) => one.seconds));
  const twice = Math.max(...ours.map((one) => one.twice));
  const floor = median(floors);
  printTable(`${SCHEDULES} schedules due in the same second, 1 server: seconds until the last one has begun`, [
    { who: 'Orderly', seconds: orderly.toFixed(2), 'begun twice': twice },
    { who: "peer's plan, 21 types", seconds: peer },
    { who: 'floor', seconds: floor.toFixed(2) },
    { who: 'peer / Orderly', seconds: (peer / orderly).toFixed(1) },
    { who: 'Orderly / floor', seconds: (orderly / floor).toFixed(2) },
  ]);
  return { orderly, twice, peer, floor };
}

async function throughput(pool, url, rounds) {
  const ours = await withServers(url, 2, async () => {
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(await drain(pool, RUNS, round));
    return all;
  });
  const floors = [];
  for (let round = 0; round < rounds; round += 1) {
    await fillFloor(pool, RUNS);
    floors.push(await drainFloor(pool, RUNS, 2));
  }
  await fillPeer(pool, RUNS, 1);
  const result = { orderly: median(ours), peer: 1 / 20, peerImports: await peerDrain(pool), floor: median(floors) };
  printTable(`${RUNS} trivial runs, 2 servers: runs a second`, [
    { who: 'Orderly', rate: Math.round(result.orderly) },
    { who: "peer's plan, one type", rate: result.peer },
    { who: "peer's plan, a type that one worker drains", rate: Math.round(result.peerImports) },
    { who: 'floor', rate: Math.round(result.floor) },
    { who: 'Orderly / peer', rate: Math.round(result.orderly / result.peer) },
    { who: 'floor / Orderly', rate: (result.floor / result.orderly).toFixed(1) },
  ]);
  return result;
}

function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: median(values), p99: sorted[Math.floor(sorted.length * 0.99)], max: sorted.at(-1) };
}

const mapped = (of) => ({ 'p50 ms': of('p50'), 'p99 ms': of('p99'), 'max ms': of('max') });
const rounded = (times) => mapped((name) => Math.round(times[name] * 10) / 10);
const ratio = (above, below) => mapped((name) => Math.round((above[name] / below[name]) * 10) / 10);
