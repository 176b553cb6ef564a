import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chopped, LONGEST_SMS, LONGEST_SUBJECT, LONGEST_TEXT, render, type Template } from './render.js';

const template = (message: string, more: Partial<Template> = {}): Template => ({
  name: 'Reminder',
  subject: 'Dear A{w75KJ2mc4zz}',
  message,
  sms: false,
  ...more,
});

const VALUES = {
  variables: { program_name: 'Child Programme', due_date: null, org_unit_name: ' ' },
  attributes: { w75KJ2mc4zz: 'Ana', zDhUuAYrxNC: null },
  dataElements: { a3kGcGDCuk6: '7' },
};

describe('a message', () => {
  it('has the values of its template', () => {
    expect(render(template('V{program_name}: A{w75KJ2mc4zz} #{a3kGcGDCuk6}'), VALUES)).toEqual({
      subject: 'Dear Ana',
      text: 'Child Programme: Ana 7',
    });
  });

  it.each([
    ['V{due_date}|V{org_unit_name}|A{zDhUuAYrxNC}', '||'],
    ['V{nothing}', '[N/A]'],
    ['V{}', '[N/A]'],
    ['V{constructor} V{__proto__} V{to_string}', '[N/A] [N/A] [N/A]'],
    ['A{a3kGcGDCuk6}', '[N/A]'],
    ['#{w75KJ2mc4zz}', '[N/A]'],
    [
      'V{Program_Name} A{short} #{w75KJ2mc4zz.a3kGcGDCuk6} {} V',
      'V{Program_Name} A{short} #{w75KJ2mc4zz.a3kGcGDCuk6} {} V',
    ],
  ])('says %s as %s', (message, text) => {
    expect(render(template(message), VALUES).text).toBe(text);
  });

  it('has no attributes where there are none', () => {
    expect(render(template('A{w75KJ2mc4zz} #{a3kGcGDCuk6}'), { variables: {} }).text).toBe('[N/A] [N/A]');
  });

  it.each([null, '', ' \n'])('is known by its template when the subject is %j', (subject) => {
    expect(render(template('', { subject }), VALUES).subject).toBe('Reminder');
  });

  it('has its subject in one line', () => {
    const values = { variables: { name: 'one\r\nBcc: two' } };
    expect(render(template('', { subject: 'V{name}' }), values).subject).toBe('one Bcc: two');
  });
});

describe('any message', () => {
  const uid = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{10}$/);
  const name = fc.stringMatching(/^[a-z_]{1,20}$/);
  const value = fc.string({ unit: 'grapheme' });

  it('takes values as text, whatever they look like', () => {
    fc.assert(
      fc.property(name, uid, uid, value, (variable, attribute, dataElement, text) => {
        const tricky = `${text}$1$&V{${variable}}A{${attribute}}#{${dataElement}}`;
        const values = {
          variables: { [variable]: tricky },
          attributes: { [attribute]: tricky },
          dataElements: { [dataElement]: tricky },
        };
        const message = `<V{${variable}}|A{${attribute}}|#{${dataElement}}>`;
        expect(render(template(message), values).text).toBe(`<${tricky}|${tricky}|${tricky}>`);
      }),
    );
  });

  it('keeps what is no placeholder', () => {
    fc.assert(
      fc.property(value, (text) => {
        fc.pre(!/[VA#]\{/.test(text));
        expect(render(template(text), VALUES).text).toBe(text);
      }),
    );
  });

  it('is as long as its way allows and never ends in half a character', () => {
    const long = fc.string({ unit: 'grapheme', minLength: 60, maxLength: 200 }).map((text) => text.repeat(200));
    fc.assert(
      fc.property(long, fc.boolean(), (text, sms) => {
        fc.pre(!/[VA#]\{/.test(text));
        const message = render({ name: text, subject: text, message: text, sms }, { variables: {} });
        expect(message.subject.length).toBeLessThanOrEqual(LONGEST_SUBJECT);
        expect(message.text.length).toBeLessThanOrEqual(sms ? LONGEST_SMS : LONGEST_TEXT);
        expect(text.startsWith(message.text)).toBe(true);
        // Half a character does not survive UTF-8.
        expect(Buffer.from(message.text).toString()).toBe(message.text);
      }),
      { numRuns: 50 },
    );
  });

  it('is cut before a character that does not fit whole', () => {
    expect(chopped('ab😀', 3)).toBe('ab');
    expect(chopped('ab😀', 4)).toBe('ab😀');
  });
});
