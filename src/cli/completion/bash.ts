import { type CompletionNode, quoted } from './tree.js';

/** A script for bash. A word list without a match falls back to names of files. */
export function bashCompletion(tree: readonly CompletionNode[]): string {
  const list = (words: readonly (readonly [string, string])[]): string => quoted(words.map(([word]) => word).join(' '));
  return `# Completion of orderly for bash. Put this into ~/.bashrc: source <(orderly completion bash)
_orderly() {
  local current="\${COMP_WORDS[COMP_CWORD]}" at=orderly words='' options='' next i
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="$at \${COMP_WORDS[i]}"
    case "$next" in
      ${tree.map(({ path }) => quoted(path)).join('|')}) at="$next" ;;
    esac
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${tree
  .flatMap(({ path, values }) =>
    values.map(
      ({ option, words }) =>
        `    ${quoted(`${path} ${option}`)}) COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$current")); return ;;`,
    ),
  )
  .join('\n')}
  esac
  case "$at" in
${tree.map(({ path, words, options }) => `    ${quoted(path)}) words=${list(words)} options=${list(options)} ;;`).join('\n')}
  esac
  if [[ "$current" == -* || -z "$words" ]]; then words="$options"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _orderly orderly
`;
}
