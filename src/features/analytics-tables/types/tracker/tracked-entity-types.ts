import { sql } from 'kysely';
import type { Db } from '../../../../database/index.js';
import type { Item } from './cells.js';
import { isIndexed } from './programs.js';

/** A tracked entity type with its attributes, without confidential ones. */
export interface TrackedEntityType {
  readonly id: number;
  readonly uid: string;
  readonly attributes: readonly Item[];
}

export async function readTrackedEntityTypes(db: Db): Promise<readonly TrackedEntityType[]> {
  const { rows } = await sql<TrackedEntityType>`
    select
      type.trackedentitytypeid as id, type.uid,
      coalesce((
        select json_agg(json_build_object(
          'uid', attribute.uid, 'name', attribute.name, 'kind', 'attribute', 'valueType', attribute.valuetype, 'indexed', ${isIndexed('attribute')},
          'legendSets', array[]::text[]
        ))
        from trackedentitytypeattribute as link
        join trackedentityattribute as attribute on attribute.trackedentityattributeid = link.trackedentityattributeid
        where link.trackedentitytypeid = type.trackedentitytypeid and attribute.confidential is not true
      ), '[]') as attributes
    from trackedentitytype as type
    order by type.uid
  `.execute(db);
  return rows;
}
