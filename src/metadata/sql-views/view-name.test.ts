import { expect, it } from 'vitest';
import { viewName } from './view-name.js';

it.each([
  ['Org units 2', '_view_org_units_2'],
  ['  A  b-c', '_view_a_b_c'],
  ['under_score', '_view_underscore'],
  ['Größe', '_view_gr_e'],
  ['x'.repeat(100), `_view_${'x'.repeat(57)}`],
])('the relation of %s is %s', (name, relation) => expect(viewName(name)).toBe(relation));
