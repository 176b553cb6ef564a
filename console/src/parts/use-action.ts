import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Problem, problemOf } from '../api/problem';

interface Action<Input> {
  run: (input: Input) => void;
  /** As `run`, for who wants to wait, e.g. a confirm dialog. @throws Problem */
  runAndWait: (input: Input) => Promise<void>;
  readonly isRunning: boolean;
  readonly problem: Problem | undefined;
}

/** Something that changes the server: runs it, tells what went wrong, and has the lists read again that it changed. */
export function useAction<Input = void>(
  work: (input: Input) => Promise<unknown>,
  { changes, onDone }: { readonly changes: readonly QueryKey[]; readonly onDone?: (input: Input) => void },
): Action<Input> {
  const client = useQueryClient();
  const mutation = useMutation<unknown, Error, Input>({
    mutationFn: work,
    // Also after a problem: the work may have been done when the answer got lost.
    onSettled: () => Promise.all(changes.map((queryKey) => client.invalidateQueries({ queryKey }))),
    onSuccess: (_answer, input) => onDone?.(input),
  });
  return {
    run: (input) => mutation.mutate(input),
    runAndWait: async (input) => {
      await mutation.mutateAsync(input);
    },
    isRunning: mutation.isPending,
    problem: mutation.error === null ? undefined : problemOf(mutation.error),
  };
}
