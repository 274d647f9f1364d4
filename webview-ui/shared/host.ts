/** The extension, as a page sees it. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** Messages go out checked by the compiler; those that come in are our own extension's. */
export class Host<Out, In extends { readonly type: string }> {
  readonly #api = acquireVsCodeApi();

  send(message: Out): void {
    this.#api.postMessage(message);
  }

  listen(listener: (message: In) => void): void {
    window.addEventListener('message', (event: MessageEvent<In>) => listener(event.data));
  }

  /** What of the page outlives it: scroll and what is folded, never data. */
  state<S extends object>(byDefault: S): S {
    const known = this.#api.getState();
    return typeof known === 'object' && known !== null ? { ...byDefault, ...known } : byDefault;
  }

  remember(state: object): void {
    this.#api.setState(state);
  }
}
