import { metadata } from '../query/shapes.mjs';

/** A dashboard mix of 40 shapes: charts, pivot tables, maps and single figures as national and district dashboards have them (contract: aggregates.md §6.9 no. 6). */
export async function dashboardShapes(pool) {
  const { sums, averages, split, root, district, districts, facility, unitSet, elementSet, category, combo } =
    await metadata(pool);
  const dx = (from, count = 1) => `dimension=dx:${sums.slice(from, from + count).join(';')}`;
  const av = (count) => `dimension=dx:${averages.slice(0, count).join(';')}`;
  const nation = `filter=ou:${root}`;
  const pe = (...names) => `dimension=pe:${names.join(';')}`;
  const shapes = {
    'single figure, this year': [dx(0), 'filter=pe:THIS_YEAR', nation],
    'single figure, last 12 months': [dx(1), 'filter=pe:LAST_12_MONTHS', nation],
    'single figure, last quarter': [dx(2), 'filter=pe:LAST_QUARTER', nation],
    'single figure, five years': [dx(3), 'filter=pe:LAST_5_YEARS', nation],
    'line by month': [dx(0), pe('LAST_12_MONTHS'), nation],
    'line by month, three figures': [dx(0, 3), pe('LAST_12_MONTHS'), nation],
    'line by month, this and last year': [dx(4), pe('MONTHS_THIS_YEAR', 'MONTHS_LAST_YEAR'), nation],
    'line by quarter': [dx(5), pe('LAST_4_QUARTERS'), nation],
    'columns by quarter, ten figures': [dx(0, 10), pe('LAST_4_QUARTERS'), nation],
    'columns by year': [dx(6), pe('LAST_5_YEARS'), nation],
    'columns by year, five figures': [dx(0, 5), pe('LAST_5_YEARS'), nation],
    'columns by year, ten years': [dx(7, 3), pe('LAST_10_YEARS'), nation],
    'financial years': [dx(8, 2), pe('LAST_5_FINANCIAL_YEARS'), nation],
    'regions, this year': [dx(0), 'filter=pe:THIS_YEAR', 'dimension=ou:LEVEL-2'],
    'regions, last year, five figures': [dx(0, 5), 'filter=pe:LAST_YEAR', 'dimension=ou:LEVEL-2'],
    'regions by month': [dx(1), pe('LAST_12_MONTHS'), 'dimension=ou:LEVEL-2'],
    'regions by month, five figures': [dx(0, 5), pe('LAST_12_MONTHS'), 'dimension=ou:LEVEL-2'],
    'regions by quarter, five figures': [dx(5, 5), pe('LAST_4_QUARTERS'), 'dimension=ou:LEVEL-2'],
    'regions by year': [dx(2), pe('LAST_5_YEARS'), 'dimension=ou:LEVEL-2'],
    'regions by year, ten years': [dx(3, 3), pe('LAST_10_YEARS'), 'dimension=ou:LEVEL-2'],
    'map of districts': [dx(0), 'filter=pe:THIS_YEAR', 'dimension=ou:LEVEL-3'],
    'map of districts, last quarter': [dx(9), 'filter=pe:LAST_QUARTER', 'dimension=ou:LEVEL-3'],
    'map of districts, last 12 months': [dx(10), 'filter=pe:LAST_12_MONTHS', 'dimension=ou:LEVEL-3'],
    'league table of districts': [dx(0, 5), 'filter=pe:LAST_12_MONTHS', 'dimension=ou:LEVEL-3'],
    'two districts by month': [dx(0, 5), pe('LAST_12_MONTHS'), `dimension=ou:${districts.join(';')}`],
    'a district by month': [dx(0, 10), pe('LAST_12_MONTHS'), `filter=ou:${district}`],
    'a district by year': [dx(0, 10), pe('LAST_5_YEARS'), `filter=ou:${district}`],
    'extremes of districts': [dx(0), 'filter=pe:LAST_YEAR', 'dimension=ou:LEVEL-3', 'aggregationType=MAX'],
    'reports counted by region': [dx(0, 5), pe('LAST_12_MONTHS'), 'dimension=ou:LEVEL-2', 'aggregationType=COUNT'],
    'averages by month': [av(3), pe('LAST_12_MONTHS'), nation],
    'averages by region and month': [av(3), pe('LAST_12_MONTHS'), 'dimension=ou:LEVEL-2'],
    'pyramid of combos': [`dimension=dx:${split}`, 'dimension=co', 'filter=pe:LAST_12_MONTHS', nation],
    'combos by month': [`dimension=dx:${split}`, 'dimension=co', pe('LAST_12_MONTHS'), nation],
    'category by region': [
      `dimension=dx:${split}`,
      `dimension=${category}`,
      'filter=pe:LAST_YEAR',
      'dimension=ou:LEVEL-2',
    ],
    'an operand by month': [`dimension=dx:${split}.${combo}`, pe('LAST_12_MONTHS'), nation],
    'types of unit by month': [dx(0), `dimension=${unitSet}`, pe('LAST_12_MONTHS'), nation],
    'types of unit, this year': [dx(0, 3), `dimension=${unitSet}`, 'filter=pe:THIS_YEAR', nation],
    'groups of elements by quarter': [`dimension=${elementSet}`, pe('LAST_4_QUARTERS'), nation, 'aggregationType=SUM'],
    'facilities of a district': [dx(0), 'filter=pe:LAST_YEAR', `dimension=ou:${district};LEVEL-4`],
    'profile of a facility': [dx(0, 10), pe('LAST_12_MONTHS'), `filter=ou:${facility}`],
  };
  return Object.entries(shapes).map(([name, parts]) => ({ name, query: parts.join('&') }));
}
