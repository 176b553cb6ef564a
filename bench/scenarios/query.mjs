/**
 * 20 dashboard shapes: `GET /api/analytics` over HTTP, with the roll-ups that were chosen after they had been asked some times, and without; its statements alone on the same tables (the floor); the same statements on a copy with the peer's full index
 * set; and for the shape of ten years on a copy in one piece. All in one run, in turn, warm.
 */
import { sql } from 'kysely';
import { analyticsParameters } from '../../dist/features/analytics-query/index.js';
import { understand } from '../../dist/features/analytics-query/request/understand.js';
import { planRequest } from '../../dist/features/analytics-query/statements/plan.js';
import { statementOf } from '../../dist/features/analytics-query/statements/statement.js';
import { inOnePiece, withPeerIndexes } from '../query/copies.mjs';
import { shapes } from '../query/shapes.mjs';
import { median, printTable, timedRun, withCountry } from '../support.mjs';

const AUTHORIZATION = `Basic ${Buffer.from('admin:district').toString('base64')}`;
const OTHERS = [
  'EVENT',
  'ENROLLMENT',
  'OWNERSHIP',
  'TRACKED_ENTITY_INSTANCE',
  'TRACKED_ENTITY_INSTANCE_EVENTS',
  'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
];
const ALLOWED = 1.2;
const ASKED_BEFORE = 10;
const FLUSHED_MS = 11_000;

export async function run({ scale, home, runs = 20 }) {
  return await withCountry({ scale, home }, async ({ app, database: { db, pool } }) => {
    await timedRun(
      app,
      { db, pool },
      { type: 'ANALYTICS_TABLE', parameters: { skipTableTypes: OTHERS, skipOutliers: true } },
    );
    const { rows: counted } = await pool.query('select count(*)::int as rows from analytics');
    const { indexes } = await withPeerIndexes(pool, 'bench_peer');
    await inOnePiece(pool, 'bench_one');
    const asked = [];
    for (const shape of await shapes(pool))
      asked.push({
        ...shape,
        statements: await statementsOf(db, shape.query),
        times: { http: [], table: [], floor: [], peer: [], one: [] },
      });
    // As on a server in use: what is asked often has roll-ups. The recorder writes down what was asked every ten seconds.
    for (let turn = 0; turn < ASKED_BEFORE; turn += 1)
      for (const { query } of asked) await read(`${app.url}/api/analytics?${query}`);
    await new Promise((resolve) => setTimeout(resolve, FLUSHED_MS));
    await timedRun(app, { db, pool }, { type: 'AGGREGATE_MAINTENANCE' });

    const clients = {};
    for (const [name, path] of Object.entries({
      floor: 'public',
      peer: 'bench_peer, public',
      one: 'bench_one, public',
    })) {
      clients[name] = await pool.connect();
      await clients[name].query(`set search_path = ${path}; set jit = off`);
    }
    // The first time reads what all later ones have in memory.
    for (let turn = -1; turn < runs; turn += 1) {
      for (const { query, statements, times, long } of asked) {
        const took = { http: await time(() => read(`${app.url}/api/analytics?${query}`)) };
        took.table = await time(() => read(`${app.url}/api/analytics?${query}&skipAggregates=true`));
        for (const name of long ? ['floor', 'peer', 'one'] : ['floor', 'peer']) {
          took[name] = await time(() => runAll(clients[name], statements));
        }
        if (turn >= 0) for (const [name, value] of Object.entries(took)) times[name].push(value);
      }
    }
    for (const client of Object.values(clients)) {
      await client.query('reset search_path; reset jit');
      client.release();
    }
    const results = asked.map(({ name, statements, times }) => ({
      name,
      statements: statements.length,
      p50: median(times.http),
      p95: percentile(times.http, 0.95),
      table: median(times.table),
      floor: median(times.floor),
      peer: median(times.peer),
      one: times.one.length > 0 ? median(times.one) : undefined,
    }));
    printTable(
      `${asked.length} dashboard shapes, ${counted[0].rows} rows, scale ${scale}, milliseconds`,
      results.map(({ name, statements, p50, p95, table, floor, peer }) => ({
        shape: name,
        statements,
        p50: round(p50),
        p95: round(p95),
        'without roll-ups p50': round(table),
        'floor p50': round(floor),
        'peer indexes p50': round(peer),
        'own / peer indexes': round(floor / peer),
        'without / floor': round(table / floor),
      })),
    );
    const all = asked.flatMap(({ times }) => times.http);
    const slower = results.filter(({ floor, peer }) => floor > peer * ALLOWED);
    const long = results.find(({ one }) => one !== undefined);
    console.log(
      `All requests: p50 ${round(median(all))} ms, p95 ${round(percentile(all, 0.95))} ms. Peer's index set: ${indexes} indexes.`,
    );
    console.log(
      `More than 20 % slower than with the peer's index set: ${slower.map(({ name }) => name).join('; ') || 'none'}`,
    );
    console.log(`Ten years over partitions against one table: ${round(long.floor / long.one)}`);
    return {
      scale,
      rows: counted[0].rows,
      p50: round(median(all)),
      p95: round(percentile(all, 0.95)),
      withoutRollUps: {
        p50: round(median(asked.flatMap(({ times }) => times.table))),
        p95: round(
          percentile(
            asked.flatMap(({ times }) => times.table),
            0.95,
          ),
        ),
      },
      p95OfFloor: round(
        percentile(
          asked.flatMap(({ times }) => times.floor),
          0.95,
        ),
      ),
      p95WithPeerIndexes: round(
        percentile(
          asked.flatMap(({ times }) => times.peer),
          0.95,
        ),
      ),
      worstAgainstPeerIndexes: round(Math.max(...results.map(({ floor, peer }) => floor / peer))),
      slower: slower.map(({ name }) => name),
      partitionsAgainstOneTable: round(long.floor / long.one),
      ratioFloor: round(median(results.map(({ table, floor }) => table / floor))),
    };
  });
}

/** The statements that a request of the administrator comes to, as texts with their values. */
async function statementsOf(db, query) {
  const given = new URLSearchParams(query);
  const { rows } = await sql`select userinfoid as id, uid, username from userinfo where username = 'admin'`.execute(db);
  const user = { ...rows[0], name: '', authorities: new Set(['ALL']), isSuper: true };
  const parameters = analyticsParameters({
    dimension: given.getAll('dimension'),
    filter: given.getAll('filter'),
    ...(given.has('aggregationType') && { aggregationType: given.get('aggregationType') }),
  });
  const { request } = await understand(db, parameters, { user, now: new Date() });
  const options = { preAggregation: [], criteria: [], rowLimit: undefined };
  return planRequest(request).map((plan) => statementOf(request, plan, options).compile(db));
}

async function runAll(client, statements) {
  for (const statement of statements) await client.query(statement.sql, [...statement.parameters]);
}

async function read(url) {
  const answer = await fetch(url, { headers: { authorization: AUTHORIZATION } });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 200)}`);
}

/** Milliseconds. */
async function time(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const percentile = (numbers, share) => [...numbers].sort((a, b) => a - b)[Math.ceil(numbers.length * share) - 1];
const round = (number) => Math.round(number * 100) / 100;
