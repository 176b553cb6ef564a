import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { type CurrentUser, hasAuthority } from '../../http/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import {
  type ListQuery,
  type MetadataType,
  type ReadContext,
  readList,
  STANDALONE_TYPES,
} from '../../metadata/index.js';

export interface ExportServices {
  readonly db: Db;
  readonly clock: Clock;
  readonly version: string;
}

/**
 * What there is of the given types, as the text of one JSON object with a list for each type, and which server it comes from (contract: imports.md §8.3). An empty type
 * is left out, so that an export says what there is.
 */
export async function exportText(
  services: ExportServices,
  types: readonly MetadataType[],
  queryOf: (type: MetadataType) => ListQuery,
  context: ReadContext,
): Promise<string> {
  return await transaction(
    services.db,
    async (handle) => {
      const parts: string[] = [`"system":${JSON.stringify(await systemPart({ ...services, db: handle }))}`];
      for (const type of types) {
        const { total, objects } = await readList(handle, type, queryOf(type), context);
        if (total > 0) parts.push(`"${type.plural}":[${objects}]`);
      }
      return `{${parts.join(',')}}`;
    },
    // All types as they were at one moment: an export that is imported elsewhere has to fit together.
    { isolation: 'repeatable read' },
  );
}

/** The types whose lists the user may read. */
export const exportableTypes = (user: CurrentUser): readonly MetadataType[] =>
  STANDALONE_TYPES.filter(
    ({ authorities: { read } }) => read === undefined || read.some((authority) => hasAuthority(user, authority)),
  );

/** Which server an export comes from, and when. */
export async function systemPart({ db, clock, version }: ExportServices): Promise<Readonly<Record<string, unknown>>> {
  const { rows } = await sql<{ systemid: string }>`select configuration.systemid from configuration limit 1`.execute(
    db,
  );
  return { id: rows[0]?.systemid, version, date: formatTimestamp(clock.now()) };
}
