import { described } from './conflicts.js';
import { activeKey, type Known, type StoredEvent } from './known.js';
import { merged, type Prepared, type Rules, withOwnNotes, without } from './prepared.js';
import { noTrackedEntity } from './problems.js';
import { eventToTracker } from './to-tracker.js';
import type { OldNode } from './tree.js';
import { type Json, objectsOf, textOf } from './values.js';

/**
 * An event in the form of `/api/tracker`, with what the old resources found out themselves: the enrollment from the tracked entity, the stage of an event program, and
 * values that are taken away because they are not sent any more (contract: imports.md §5).
 */
export function eventPayload(node: OldNode, known: Known, { options, singleValue }: Rules): Prepared {
  const stored = known.events.get(node.uid);
  const sent = withOwnNotes(eventToTracker(node.old));
  if (singleValue !== undefined && stored) return { payload: oneValue(sent, stored, singleValue) };
  const whole = withStage(completed(merged(storedMembers(stored, sent), sent)), known);
  const enrolled = withEnrollment(node, whole, known);
  if (enrolled.problem) return enrolled;
  return withDeclaredValues(enrolled.payload, stored, known, options.mergeDataValues);
}

/** The combination that is stored gives way to options that are sent. */
const storedMembers = (stored: StoredEvent | undefined, sent: Json): Json | undefined =>
  stored &&
  (sent.attributeCategoryOptions === undefined ? stored.members : without(stored.members, 'attributeOptionCombo'));

/** Only an event that is completed has a time at which it was; old clients sent one with others, too. */
const completed = (payload: Json): Json => (payload.status === 'COMPLETED' ? payload : without(payload, 'completedAt'));

/** The stored event, with one value changed. */
function oneValue(sent: Json, { members, kept }: StoredEvent, element: string): Json {
  const dataValues = objectsOf(sent.dataValues).filter(({ dataElement }) => dataElement === element);
  return { ...merged({ ...members, ...kept }, { event: sent.event, dataValues }) };
}

/** An event of a program without registration is of its first stage unless it says otherwise. */
function withStage(payload: Json, { programs }: Known): Json {
  const program = programs.get(textOf(payload.program) ?? '');
  if (payload.programStage !== undefined || program === undefined || program.registered) return payload;
  return program.firstStage === null ? payload : { ...payload, programStage: program.firstStage };
}

/** The one active enrollment of the tracked entity, for an event that names none. */
function withEnrollment(node: OldNode, payload: Json, known: Known): Prepared {
  const name = textOf(payload.program) ?? '';
  if (payload.enrollment !== undefined || known.programs.get(name)?.registered !== true) return { payload };
  const entity = textOf(node.old.trackedEntityInstance);
  const stored = known.entities.get(entity ?? '');
  if (entity === undefined || stored === undefined || stored.deleted)
    return { payload, problem: described(noTrackedEntity(entity)) };
  const active = known.active.get(activeKey(entity, name)) ?? [];
  const [enrollment] = active;
  if (enrollment === undefined)
    return { payload, problem: described(`Tracked entity instance: ${entity} is not enrolled in program: ${name}`) };
  if (active.length > 1)
    return {
      payload,
      problem: described(`Tracked entity instance: ${entity} has multiple active enrollments in program: ${name}`),
    };
  return { payload: { ...payload, enrollment } };
}

/** Values of elements that the stage does not have are left out, and that is said; stored ones that are not sent are taken away. */
function withDeclaredValues(
  payload: Json,
  stored: StoredEvent | undefined,
  known: Known,
  mergeDataValues: boolean,
): Prepared {
  const stage = textOf(payload.programStage) ?? '';
  const declared = known.stages.get(stage);
  if (!declared) return { payload };
  const nameOf = ({ dataElement }: Json): string => textOf(dataElement) ?? '';
  const sent = objectsOf(payload.dataValues);
  // Elements that there are not at all are an error of the event, not of its stage.
  const foreign = sent.map(nameOf).filter((name) => !declared.has(name) && known.elements.has(name));
  const kept = sent.filter((value) => !foreign.includes(nameOf(value)));
  const gone = mergeDataValues ? [] : goneElements(kept.map(nameOf), stored, declared);
  const dataValues = [...kept, ...gone.map((dataElement) => ({ dataElement, value: '' }))];
  const warning =
    foreign.length === 0
      ? undefined
      : `Data Values [${foreign.join(',')}] ignored because not defined in program stage ${stage}`;
  return { payload: { ...payload, dataValues }, warning };
}

function goneElements(
  sent: readonly string[],
  stored: StoredEvent | undefined,
  declared: ReadonlyMap<string, string>,
): readonly string[] {
  if (!stored) return [];
  return [...declared]
    .filter(([name, uid]) => stored.elements.includes(uid) && !sent.includes(name))
    .map(([name]) => name);
}
