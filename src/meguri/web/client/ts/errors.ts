// After a refused form, the reader stands at the summary of what is to be mended; its links lead into the fields.
export function focusFirstError(root: ParentNode): void {
  root.querySelector<HTMLElement>("[data-focus-first]")?.focus();
}
