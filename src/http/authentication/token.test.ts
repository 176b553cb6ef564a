import { describe, expect, it } from 'vitest';
import { isWellFormed, mintToken } from './token.js';

const V1 = 'd2pat_abcdefghijklmnopqrstuvwxyzABCDEF';
const V2 = 'd2p_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR';

describe('personal access tokens', () => {
  // Both checksums of both generations, from the contract (http.md §2.4).
  it.each([`${V1}1632948778`, `${V1}0361965621`, `${V2}0G7ZrR`, `${V2}2O9P40`])('takes %s', (token) => {
    expect(isWellFormed(token)).toBe(true);
  });

  it.each([`${V1}1632948779`, `${V2}0G7Zrr`, `${V2}2O9P4`, 'd2q_abc', ''])('refuses %s', (token) => {
    expect(isWellFormed(token)).toBe(false);
  });

  it('mints tokens that are well formed and differ', () => {
    const tokens = Array.from({ length: 20 }, () => mintToken().token);
    expect(tokens.every(isWellFormed)).toBe(true);
    expect(new Set(tokens).size).toBe(20);
  });
});
