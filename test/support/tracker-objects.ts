/** Names of the metadata of the end-to-end payloads, by what they are for. */
export const T = {
  unit: 'g8upMTyEZGZ',
  otherUnit: 'O6uvpzGd5pu',
  type: 'Q9GufDoplCL',
  program: 'f1AyMswryyQ',
  /** Of the program, takes one event of an enrollment. */
  once: 'nlXNK4b7LVr',
  /** Of the program, takes many. */
  often: 'PaOOjwLVW23',
  eventProgram: 'Zd2rkv8FsWq',
  eventStage: 'jKLB23QZS4I',
  comboProgram: 'jDnjGYZFkA2',
  comboStage: 'fFNTQZPt2Jz',
  firstName: 'dIVt4l5vIOa',
  lastName: 'kZeSYCgaHTk',
  age: 'ypGAwVRNtVY',
  sex: 'aIga5mPOFOJ',
  number: 'BuZ5LGNfGEU',
  text: 'ZrqtjjveTFc',
  sibling: 'xLmPUYJX8Ks',
  parent: 'TV9oB9LT3sh',
  personToEvent: 'gdc6uOvgoji',
} as const;

type More = Readonly<Record<string, unknown>>;

export const person = (more: More = {}) => ({ trackedEntityType: T.type, orgUnit: T.unit, ...more });
export const enrolled = (more: More = {}) => ({
  program: T.program,
  orgUnit: T.unit,
  enrolledAt: '2020-01-01',
  occurredAt: '2020-01-01',
  ...more,
});
export const visit = (more: More = {}) => ({
  program: T.program,
  programStage: T.often,
  orgUnit: T.unit,
  occurredAt: '2020-02-01',
  ...more,
});
/** An event of the event program. */
export const single = (more: More = {}) => ({
  program: T.eventProgram,
  programStage: T.eventStage,
  orgUnit: T.unit,
  occurredAt: '2020-02-01',
  ...more,
});
export const between = (from: string, to: string, more: More = {}) => ({
  relationshipType: T.parent,
  from: { trackedEntity: { trackedEntity: from } },
  to: { trackedEntity: { trackedEntity: to } },
  ...more,
});

let number = 0;
/** A uid that nothing has yet. */
export const fresh = (prefix: string): string => {
  number += 1;
  return `${prefix}${String(number).padStart(11 - prefix.length, '0')}`;
};
/** A tracked entity with an enrollment and an event, all new. */
export const family = () => {
  const [entity, enrollment, event] = [fresh('Ent'), fresh('Enr'), fresh('Eve')];
  return {
    entity,
    enrollment,
    event,
    payload: {
      trackedEntities: [
        person({
          trackedEntity: entity,
          attributes: [{ attribute: T.firstName, value: 'Anna' }],
          enrollments: [
            enrolled({
              enrollment,
              attributes: [{ attribute: T.lastName, value: 'Berg' }],
              notes: [{ value: 'first' }],
              events: [
                visit({
                  event,
                  dataValues: [{ dataElement: T.text, value: 'a' }],
                  geometry: null,
                }),
              ],
            }),
          ],
        }),
      ],
    },
  };
};
