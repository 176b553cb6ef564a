import { expect, it } from 'vitest';
import { Pictures } from './picture.js';

const drawer = () => {
  let drawn = 0;
  return {
    draw: async () => {
      drawn += 1;
      if (drawn === 1) throw new Error('no canvas');
      return Buffer.from([drawn]);
    },
    count: () => drawn,
  };
};

it('equal pictures are drawn once, and those that failed again', async () => {
  const pictures = new Pictures(2);
  const { draw, count } = drawer();
  await expect(pictures.of({ a: 1 }, draw)).rejects.toThrow('no canvas');
  const [first, second] = await Promise.all([pictures.of({ a: 1 }, draw), pictures.of({ a: 1 }, draw)]);
  expect([first, second, count()]).toEqual([Buffer.from([2]), Buffer.from([2]), 2]);
  await pictures.of({ a: 2 }, draw);
  await pictures.of({ a: 1 }, draw);
  expect(count()).toBe(3);
  await pictures.of({ a: 3 }, draw);
  await pictures.of({ a: 1 }, draw);
  expect(count()).toBe(5);
});
