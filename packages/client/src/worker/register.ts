/** A new version of the page that is loaded and waits. */
export interface ShellUpdate {
  /** Lets it take over if no tab has unsaved text; the pages reload. Returns whether it did. */
  apply(): boolean;
}

export interface RegisterOptions {
  /** Address of the worker's script. */
  readonly url: string;
  /** Whether something that a person typed is not stored yet. */
  readonly hasUnsaved: () => boolean;
  readonly onUpdate: (update: ShellUpdate) => void;
  /** Reloads the page; replaced in tests. */
  readonly reload?: () => void;
}

/**
 * Registers the worker that lets the page reload without network.
 *
 * @returns false where this browser or this address has no workers: offline reload is off
 */
export async function registerShell({ url, hasUnsaved, onUpdate, reload = () => location.reload() }: RegisterOptions): Promise<boolean> {
  if (!globalThis.isSecureContext || !('serviceWorker' in navigator)) return false;
  const container = navigator.serviceWorker;
  const hadOne = container.controller !== null;
  let asked = false;
  const registration = await container.register(url, { type: 'module', updateViaCache: 'none' }).catch(() => undefined);
  if (registration === undefined) return false;
  const offer = (worker: ServiceWorker) =>
    onUpdate({
      apply() {
        if (hasUnsaved()) return false;
        asked = true;
        worker.postMessage('skip-waiting');
        return true;
      },
    });
  const follow = (worker: ServiceWorker | null) =>
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && hadOne) offer(worker);
    });
  if (registration.waiting !== null && hadOne) offer(registration.waiting);
  follow(registration.installing);
  registration.addEventListener('updatefound', () => follow(registration.installing));
  container.addEventListener('controllerchange', () => {
    // The very first worker takes over a page that is as new as itself; only one that was asked for changes it.
    if (asked || (hadOne && !hasUnsaved())) reload();
  });
  return true;
}
