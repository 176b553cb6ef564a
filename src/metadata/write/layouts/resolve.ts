import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { MetadataObject } from '../../model/type.js';
import { type Bundle, type BundleObject, isObject } from '../bundle.js';
import { type DataItemTypes, expandLayout } from './expand.js';
import { itemsOf } from './items.js';

/** Types whose objects show data, with the list of the parts that do where it is not the object itself. */
const FAVOURITES: Readonly<Record<string, string | undefined>> = {
  visualization: undefined,
  eventVisualization: undefined,
  map: 'mapViews',
};

/** Brings the favourites of a payload into the form in which they are stored, with one statement for all of them. */
export async function expandFavourites(db: Db, bundle: Bundle): Promise<void> {
  const objects = [...bundle].flatMap(([type, list]) => (type.name in FAVOURITES ? list : []));
  const favourites = objects.flatMap((object) => [...shownBy(object)]);
  if (favourites.length === 0) return;
  const types = await dataItemTypes(
    db,
    favourites.flatMap((favourite) => itemsOf(favourite, 'dx')).map((item) => item.split('.')[0] ?? ''),
  );
  for (const object of objects) {
    const list = FAVOURITES[object.type.name];
    object.source =
      list === undefined
        ? expandLayout(object.source, types)
        : { ...object.source, [list]: [...shownBy(object)].map((view) => expandLayout(view, types)) };
  }
}

function* shownBy(object: BundleObject): Generator<MetadataObject> {
  const list = FAVOURITES[object.type.name];
  if (list === undefined) yield object.source;
  else if (Array.isArray(object.source[list])) yield* object.source[list].filter(isObject);
}

async function dataItemTypes(db: Db, uids: readonly string[]): Promise<DataItemTypes> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; type: 'dataElement' | 'indicator' | 'programIndicator' | 'dataSet' }>`
    select dataelement.uid, 'dataElement' as type from dataelement where dataelement.uid = any (${uids})
    union all
    select indicator.uid, 'indicator' from indicator where indicator.uid = any (${uids})
    union all
    select programindicator.uid, 'programIndicator' from programindicator where programindicator.uid = any (${uids})
    union all
    select dataset.uid, 'dataSet' from dataset where dataset.uid = any (${uids})
  `.execute(db);
  return new Map(rows.map(({ uid, type }) => [uid, type]));
}
