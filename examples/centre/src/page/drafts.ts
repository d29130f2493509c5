/** Whether a form on the page holds something typed that is not stored yet. Texts and fields outside forms store themselves. */
export function hasDrafts(root: ParentNode = document): boolean {
  for (const control of root.querySelectorAll('form input, form textarea')) {
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
      if (control.value !== control.defaultValue) return true;
    }
  }
  return [...root.querySelectorAll('*')].some((element) => element.shadowRoot !== null && hasDrafts(element.shadowRoot));
}
