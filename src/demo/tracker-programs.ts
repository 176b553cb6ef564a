import { type Country, PUBLIC } from './country.js';
import type { DataElement } from './data-elements.js';
import type { OrgUnit } from './organisation-units.js';
import { chance } from './random.js';
import type { Attribute, Program } from './tracker-model.js';

/** Programs of both kinds with one stage each, their elements, units and attributes. */
export async function loadPrograms(
  country: Country,
  type: number,
  attributes: readonly Attribute[],
  units: readonly OrgUnit[],
  elements: readonly DataElement[],
): Promise<readonly Program[]> {
  const { sizes, load, now, id, uid } = country;
  const facilities = units.filter(({ level }) => level === 4);
  const programs = Array.from({ length: sizes.programs }, (_, index): Program => {
    const registration = index % 2 === 0;
    return {
      id: id(),
      uid: uid(),
      name: `${registration ? 'Client programme' : 'Event register'} ${String(index + 1).padStart(2, '0')}`,
      registration,
      stage: { id: id(), uid: uid() },
      elements: elements.filter((_, position) => position % sizes.programs === index),
      units: facilities.filter((_, position) => chance(position, index, 151) < 0.6),
    };
  });
  await load(
    'program',
    [
      'programid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'shortname',
      'type',
      'skipoffline',
      'categorycomboid',
      'trackedentitytypeid',
      'sharing',
    ],
    programs.map((program) => [
      program.id,
      program.uid,
      now,
      now,
      program.name,
      program.name,
      program.registration ? 'WITH_REGISTRATION' : 'WITHOUT_REGISTRATION',
      false,
      23,
      program.registration ? type : null,
      PUBLIC,
    ]),
  );
  await load(
    'programstage',
    [
      'programstageid',
      'uid',
      'created',
      'lastupdated',
      'name',
      'programid',
      'mindaysfromstart',
      'repeatable',
      'validationstrategy',
      'enableuserassignment',
      'referral',
      'sort_order',
      'sharing',
    ],
    programs.map((program) => [
      program.stage.id,
      program.stage.uid,
      now,
      now,
      `${program.name}: visit`,
      program.id,
      0,
      true,
      'ON_COMPLETE',
      false,
      false,
      1,
      PUBLIC,
    ]),
  );
  await load(
    'programstagedataelement',
    [
      'programstagedataelementid',
      'uid',
      'created',
      'lastupdated',
      'programstageid',
      'dataelementid',
      'compulsory',
      'skipsynchronization',
      'skipanalytics',
      'sort_order',
    ],
    programs.flatMap((program) =>
      program.elements.map((element, index) => [
        id(),
        uid(),
        now,
        now,
        program.stage.id,
        element.id,
        false,
        false,
        false,
        index + 1,
      ]),
    ),
  );
  await load(
    'program_organisationunits',
    ['programid', 'organisationunitid'],
    programs.flatMap((program) => program.units.map((unit) => [program.id, unit.id])),
  );
  await load(
    'program_attributes',
    [
      'programtrackedentityattributeid',
      'uid',
      'created',
      'lastupdated',
      'programid',
      'trackedentityattributeid',
      'displayinlist',
      'mandatory',
      'sort_order',
    ],
    programs
      .filter(({ registration }) => registration)
      .flatMap((program) =>
        attributes.map((attribute, index) => [
          id(),
          uid(),
          now,
          now,
          program.id,
          attribute.id,
          true,
          index === 0,
          index + 1,
        ]),
      ),
  );
  return programs;
}
