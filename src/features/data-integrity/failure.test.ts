import { expect, it } from 'vitest';
import { failureText } from './failure.js';

it.each([
  [new Error('relation "icon" does not exist'), 'relation "icon" does not exist'],
  [new Error('syntax error at or near "form"\nselect uid form secret'), 'syntax error at or near "form"'],
  [
    Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
    'a statement of it was cancelled, as each one is after ten minutes',
  ],
  ['no error at all', 'no error at all'],
])('%s is told without the statement', (error, reason) => {
  expect(failureText(error)).toBe(`Check failed because an exception was thrown: ${reason}`);
});
