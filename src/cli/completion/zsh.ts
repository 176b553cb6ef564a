import { type CompletionNode, type Offer, quoted } from './tree.js';

/** A script for zsh, to be sourced or to lie as `_orderly` in a folder of `fpath`. */
export function zshCompletion(tree: readonly CompletionNode[]): string {
  return `#compdef orderly
# Completion of orderly for zsh. Put this into ~/.zshrc after compinit: source <(orderly completion zsh)
_orderly() {
  local at=orderly next i files=no
  local -a offered flags
  for ((i = 2; i < CURRENT; i++)); do
    next="$at \${words[i]}"
    case "$next" in
      (${tree.map(({ path }) => quoted(path)).join('|')}) at="$next" ;;
    esac
  done
  case "$at \${words[CURRENT-1]}" in
${tree
  .flatMap(({ path, values }) =>
    values.map(
      ({ option, words }) =>
        `    (${quoted(`${path} ${option}`)}) compadd -- ${words.map(quoted).join(' ')}; return ;;`,
    ),
  )
  .join('\n')}
  esac
  case "$at" in
${tree
  .map(
    ({ path, words, options, takesFile }) =>
      `    (${quoted(path)}) offered=(${described(words)}) flags=(${described(options)})${takesFile ? ' files=yes' : ''} ;;`,
  )
  .join('\n')}
  esac
  if [[ "\${words[CURRENT]}" == -* || ( $#offered -eq 0 && $files == no ) ]]; then
    _describe option flags
  else
    (( $#offered )) && _describe word offered
    [[ $files == yes ]] && _files
  fi
}
if [[ "\${funcstack[1]}" == _orderly ]]; then _orderly "$@"; else compdef _orderly orderly; fi
`;
}

/** `word:what it means`; a colon in a word would end it. */
const described = (offers: readonly Offer[]): string =>
  offers
    .map(([word, description]) => word.replaceAll(':', '\\:') + (description === '' ? '' : `:${description}`))
    .map(quoted)
    .join(' ');
