/** What dashboards ask for: 20 shapes over the demo country's own metadata (contract: analytics-query.md §8, tables.md §10.1 no. 3). */
export async function shapes(pool) {
  const found = await metadata(pool);
  const {
    sums,
    averages,
    split,
    root,
    district,
    districts,
    facility,
    unitSet,
    unitGroup,
    elementSet,
    category,
    combo,
  } = found;
  const dx = (count) => sums.slice(0, count).join(';');
  const all = [
    shape('one figure over a year', `dimension=dx:${dx(1)}&dimension=pe:LAST_12_MONTHS&filter=ou:${root}`),
    shape('one figure by region and month', `dimension=dx:${dx(1)}&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-2`),
    shape('five figures by region and month', `dimension=dx:${dx(5)}&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-2`),
    shape(
      'twenty figures by district and month',
      `dimension=dx:${dx(20)}&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-3`,
    ),
    shape(
      'five figures of two districts by month',
      `dimension=dx:${dx(5)}&dimension=pe:LAST_12_MONTHS&dimension=ou:${districts.join(';')}`,
    ),
    shape('map of all facilities', `dimension=dx:${dx(1)}&filter=pe:THIS_YEAR&dimension=ou:LEVEL-4`),
    shape(
      'map of the facilities of a district',
      `dimension=dx:${dx(1)}&filter=pe:LAST_YEAR&dimension=ou:${district};LEVEL-4`,
    ),
    shape('one figure over five years', `dimension=dx:${dx(1)}&dimension=pe:LAST_5_YEARS&filter=ou:${root}`),
    shape('ten figures by quarter', `dimension=dx:${dx(10)}&dimension=pe:LAST_4_QUARTERS&filter=ou:${root}`),
    shape(
      'one figure by all its combos',
      `dimension=dx:${split}&dimension=co&dimension=pe:LAST_12_MONTHS&filter=ou:${root}`,
    ),
    shape(
      'one figure by category and region',
      `dimension=dx:${split}&dimension=${category}&dimension=ou:LEVEL-2&filter=pe:LAST_YEAR`,
    ),
    shape('an operand by month', `dimension=dx:${split}.${combo}&dimension=pe:LAST_12_MONTHS&filter=ou:${district}`),
    shape('one figure by type of unit', `dimension=dx:${dx(1)}&dimension=${unitSet}&dimension=pe:LAST_12_MONTHS`),
    shape(
      'one figure of one type of unit',
      `dimension=dx:${dx(1)}&filter=${unitSet}:${unitGroup}&dimension=pe:LAST_12_MONTHS`,
    ),
    shape(
      'groups of elements by quarter',
      `dimension=${elementSet}&dimension=pe:LAST_4_QUARTERS&filter=ou:${district}&aggregationType=SUM`,
    ),
    shape(
      'an average by region and month',
      `dimension=dx:${averages.slice(0, 3).join(';')}&dimension=pe:LAST_12_MONTHS&dimension=ou:LEVEL-2`,
    ),
    shape(
      'last values by month',
      `dimension=dx:${dx(1)}&dimension=pe:LAST_12_MONTHS&filter=ou:${district}&aggregationType=LAST`,
    ),
    shape(
      'last values of quarters by region',
      `dimension=dx:${dx(1)}&dimension=pe:LAST_4_QUARTERS&dimension=ou:LEVEL-2&aggregationType=LAST_IN_PERIOD`,
    ),
    shape('profile of a facility', `dimension=dx:${dx(20)}&dimension=pe:LAST_12_MONTHS&filter=ou:${facility}`),
    {
      ...shape(
        'three figures by region over ten years',
        `dimension=dx:${dx(3)}&dimension=pe:LAST_10_YEARS&dimension=ou:LEVEL-2`,
      ),
      long: true,
    },
  ];
  return all;
}

const shape = (name, query) => ({ name, query, long: false });

export async function metadata(pool) {
  const elements = async (aggregationType) => {
    const { rows } = await pool.query(
      `select dx::text as uid from analytics join dataelement on dataelement.uid = analytics.dx
       where aggregationtype = $1 and value is not null group by dx order by count(*) desc, dx limit 20`,
      [aggregationType],
    );
    return rows.map(({ uid }) => uid);
  };
  const one = async (text) => (await pool.query(text)).rows[0];
  const places = await one(`
    select root.uid as root, district.uid as district,
      (select array_agg(uid::text) from (select uid from organisationunit where hierarchylevel = 3 order by uid limit 2) as two) as districts,
      (select analytics.ou::text from analytics where oulevel = 4 group by 1 order by count(*) desc limit 1) as facility
    from organisationunit as root, organisationunit as district
    where root.parentid is null and district.hierarchylevel = 3
    order by district.uid
    limit 1
  `);
  const split = await one(`
    select element.uid as split, category.uid as category, analytics.co as combo
    from analytics
    join dataelement as element on element.uid = analytics.dx
    join categorycombos_categories using (categorycomboid) join category using (categoryid)
    where element.aggregationtype = 'SUM' and category.datadimension and category.name = 'Sex'
    group by 1, 2, 3 order by count(*) desc limit 1
  `);
  const sets = await one(`
    select (select uid from orgunitgroupset where datadimension order by uid limit 1) as "unitSet",
      (select uid from dataelementgroupset where datadimension order by uid limit 1) as "elementSet"
  `);
  const { unitGroup } = await one(`
    select orgunitgroup.uid as "unitGroup" from orgunitgroupset
    join orgunitgroupsetmembers using (orgunitgroupsetid) join orgunitgroup using (orgunitgroupid)
    where orgunitgroupset.uid = '${sets.unitSet}' order by 1 limit 1
  `);
  return { ...places, ...split, ...sets, unitGroup, sums: await elements('SUM'), averages: await elements('AVERAGE') };
}
