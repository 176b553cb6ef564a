import { Type } from 'typebox';
import type { Database, Db } from '../../database/index.js';
import type { ApiServer, CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { catalogued } from '../../kernel/errors/index.js';
import { combined, type ImportSummary } from '../imports/index.js';
import { type Exchange, readExchange } from './exchange.js';
import { exchangeRequest, noAccess } from './run-exchange.js';
import { sourceGrid, sourceValues } from './source.js';

const UID = Type.Object({ uid: Type.String() });
const OUTPUT = Type.Object({ outputIdScheme: Type.Optional(Type.String()) });

/** Running an exchange, and looking at what it would send (DHIS2 web API, chapter "Data exchange"). */
export function dataExchangeRoutes(api: ApiServer, database: Database, clock: Clock): void {
  const { db } = database;
  const one = '/aggregateDataExchanges/:uid';
  const config = { cache: 'no-store' as const };

  api.post(`${one}/exchange`, { schema: { params: UID } }, async ({ params, user }) => {
    const exchange = await readExchange(db, params.uid, user);
    if (!exchange.mayWriteData) return combined([noAccess(exchange)]);
    const summaries: ImportSummary[] = [];
    for (const request of exchange.requests)
      summaries.push(await exchangeRequest({ database, db, user, clock, now: clock.now() }, exchange, request));
    return combined(summaries);
  });

  api.get(
    `${one}/sourceData`,
    { config, schema: { params: UID, querystring: OUTPUT } },
    async ({ params, query, user }) => {
      const exchange = await readableExchange(db, params.uid, user);
      const grids = [];
      for (const request of exchange.requests)
        grids.push(await sourceGrid({ db, user, now: clock.now() }, request, query.outputIdScheme));
      return grids;
    },
  );

  api.get(
    `${one}/sourceDataValueSets`,
    { config, schema: { params: UID, querystring: OUTPUT } },
    async ({ params, query, user }) => {
      const exchange = await readableExchange(db, params.uid, user);
      const sets = [];
      for (const request of exchange.requests) {
        const context = { db, user, now: clock.now() };
        sets.push({ dataValues: await sourceValues(context, request, query.outputIdScheme) });
      }
      return sets;
    },
  );
}

async function readableExchange(db: Db, uid: string, user: CurrentUser): Promise<Exchange> {
  const exchange = await readExchange(db, uid, user);
  if (!exchange.mayReadData) throw catalogued('E3012', user.username, exchange.name);
  return exchange;
}
