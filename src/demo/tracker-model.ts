import { addDays } from '../kernel/calendar.js';
import type { Country } from './country.js';
import type { DataElement } from './data-elements.js';
import type { OrgUnit } from './organisation-units.js';
import { between } from './random.js';

export interface Program {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly registration: boolean;
  readonly stage: { readonly id: number; readonly uid: string };
  readonly elements: readonly DataElement[];
  readonly units: readonly OrgUnit[];
}

export interface Attribute {
  readonly id: number;
  readonly uid: string;
  readonly name: string;
  readonly valueType: string;
  readonly unique: boolean;
}

export interface Client {
  readonly id: number;
  readonly uid: string;
  readonly unit: OrgUnit;
  readonly deleted: boolean;
  readonly created: string;
}

/** Who changed a row, as tracker rows carry it (contract: schema.md §2.8). */
export const USER_INFO = { id: 26, uid: 'M5zQapPyTZI', username: 'admin', firstName: 'admin', surname: 'admin' };

/** The day of the `index`-th event of the country. */
export const dayOf = ({ firstDay, sizes }: Country, index: number): string =>
  addDays(firstDay, between(0, sizes.years * 365 - 40, index, 149));
