import { useSearchParams } from 'react-router';

/** A value that stands in the address, so that it survives a reload and can be shared; empty values leave it. */
export function useSearchValue(name: string, fallback = ''): readonly [value: string, set: (value: string) => void] {
  const [search, setSearch] = useSearchParams();
  const set = (value: string): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === fallback) next.delete(name);
        else next.set(name, value);
        // Another filter has other pages.
        if (name !== 'page') next.delete('page');
        return next;
      },
      { replace: true },
    );
  return [search.get(name) ?? fallback, set];
}

/** The page of a list, from 1, in the address. */
export function usePage(): readonly [page: number, set: (page: number) => void] {
  const [value, set] = useSearchValue('page', '1');
  const page = Number(value);
  return [Number.isInteger(page) && page > 0 ? page : 1, (next) => set(String(next))];
}
