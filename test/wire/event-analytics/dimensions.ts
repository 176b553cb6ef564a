import { describe, expect, it } from 'vitest';
import type { EventWorld } from '../../support/event-world.js';

/** What queries can be made of. */
export function dimensions(world: EventWorld): void {
  describe('what a program can be asked by', () => {
    it('is listed, filtered, sorted and paged', async () => {
      const { dimensions } = await world.ask(`events/aggregate/dimensions?programStageId=${world.cast.stage}`);
      expect(new Set(dimensions.map(({ valueType }: { valueType: string }) => valueType))).toEqual(
        new Set(['INTEGER', 'NUMBER', 'BOOLEAN']),
      );
      const named = await world.ask(
        `enrollments/query/dimensions?programId=${world.cast.program}&filter=dimensionType:eq:DATA_ELEMENT&order=name:desc&fields=id,name&pageSize=2`,
      );
      expect(named.pager).toMatchObject({ page: 1, pageSize: 2 });
      expect(named.dimensions).toHaveLength(2);
      expect(Object.keys(named.dimensions[0]).toSorted()).toEqual(['id', 'name']);
      expect(named.dimensions[0].id).toContain('.');
      const query = await world.ask(`events/query/dimensions?programStageId=${world.cast.stage}&paging=false`);
      const kinds = new Set(query.dimensions.map(({ dimensionType }: { dimensionType: string }) => dimensionType));
      expect(kinds).toEqual(
        new Set(['DATA_ELEMENT', 'ORGANISATION_UNIT_GROUP_SET', 'CATEGORY', 'CATEGORY_OPTION_GROUP_SET']),
      );
      const ofType = await world.ask(
        `trackedEntities/query/dimensions?trackedEntityType=${world.cast.type}&paging=false`,
      );
      expect(ofType.dimensions.map(({ id }: { id: string }) => id)).toContain(world.cast.attribute);
    });
  });
}
