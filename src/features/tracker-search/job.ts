import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';
import { analyzeValues, createSearchIndex, dropSearchIndex, requireExtensions, searchedAttributes } from './indexes.js';

const PARAMETERS = Type.Object({
  attributes: Type.Array(Type.String(), { default: [] }),
  skipIndexDeletion: Type.Boolean({ default: false }),
});

/**
 * `TRACKER_SEARCH_OPTIMIZATION`: an index for searching in the values of each chosen attribute, and none for those that are no longer searched (contract: job-types.md
 * §3.1, data-admin.md §5).
 */
export function trackerSearchJob(): JobType<typeof PARAMETERS> {
  return {
    type: 'TRACKER_SEARCH_OPTIMIZATION',
    label: 'Tracker search optimization',
    parameters: PARAMETERS,
    takeOver: 'restart',
    startMessage: 'Tracker search optimization',
    async run({ db, parameters: { attributes, skipIndexDeletion }, progress }) {
      const known = await searchedAttributes(db);
      const missing = known.filter(
        ({ uid, indexable, index }) => uid !== null && attributes.includes(uid) && indexable && index !== 'valid',
      );
      const obsolete = skipIndexDeletion ? [] : known.filter(({ indexable, index }) => !indexable && index !== 'none');
      if (missing.length > 0) {
        await requireExtensions(db);
        await progress.stage(
          'Creating indexes',
          async (stage) => {
            for (const attribute of missing)
              await stage.item(attribute.name ?? '', () => createSearchIndex(db, attribute));
            await analyzeValues(db);
          },
          missing.length,
        );
      }
      if (obsolete.length > 0)
        await progress.stage(
          'Deleting indexes of attributes that are not searched',
          async (stage) => {
            for (const { id, name } of obsolete)
              await stage.item(name ?? `attribute ${id}`, () => dropSearchIndex(db, id));
          },
          obsolete.length,
        );
      return { message: `${missing.length} indexes created, ${obsolete.length} deleted` };
    },
  };
}
