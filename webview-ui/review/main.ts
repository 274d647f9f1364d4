import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { FromReview, ReviewCommand, ReviewFact, ReviewView, ToReview } from '../../src/protocol/webview.ts';
import { Host } from '../shared/host.ts';
import { look } from '../shared/look.ts';
import { followContrast, preparePage } from '../shared/page.ts';
import { layout } from './layout.ts';

/** The page before a campaign starts: everything that is about to happen, and three buttons. */
class Review extends LitElement {
  static override readonly styles = [look, layout];
  static override readonly properties = { view: { attribute: false }, save: { state: true } };
  declare view: ReviewView | null;
  declare save: boolean;
  readonly #host = new Host<FromReview, ToReview>();

  constructor() {
    super();
    this.view = null;
    this.save = this.#host.state({ save: true }).save;
    this.#host.listen((message) => this.#receive(message));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followContrast(this);
    this.#host.send({ type: 'ready' });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (view === null) return nothing;
    return html`<main>
      <header>
        <h1>${view.goal}</h1>
        <p class="muted">${view.folder}. Nothing has been run yet. This is what will be, once you start it.</p>
      </header>
      ${view.warnings.map((line) => html`<p class="note warning" role="note">${line}</p>`)}
      ${view.problem === '' ? nothing : html`<p class="note warning" role="alert">${view.problem}</p>`}
      <section aria-labelledby="commands">
        <h2 id="commands">Commands</h2>
        <ul class="commands">${view.commands.map((one) => this.#command(one))}</ul>
      </section>
      <section aria-labelledby="facts">
        <h2 id="facts">What it does and needs</h2>
        <dl class="facts">${view.facts.map(fact)}</dl>
      </section>
      <details>
        <summary>The definition, as it will be used</summary>
        <pre tabindex="0">${view.definition}</pre>
      </details>
      ${this.#buttons(view)}
    </main>`;
  }

  #command({ label, command, from, file, times }: ReviewCommand): TemplateResult {
    return html`<li>
      <span class="label">${label}</span>
      <code>${command}</code>
      <span class="small muted">${times}</span>
      <span class="small muted from"
        >from ${from}${file === '' ? nothing : html` · runs <button class="link" @click=${() => this.#host.send({ type: 'openFile', file })}>${file}</button>`}</span
      >
    </li>`;
  }

  #buttons({ isSaved, definitionFile, state }: ReviewView): TemplateResult {
    const isStarting = state === 'starting';
    return html`<footer>
      ${isSaved
        ? nothing
        : html`<label><input type="checkbox" .checked=${this.save} @change=${(event: Event) => this.#setSave(event)} /> Write this definition to ${definitionFile}, so that it can be committed and used again</label>`}
      <div class="buttons">
        <button ?disabled=${isStarting} @click=${() => this.#host.send({ type: 'start', save: this.save })}>${isStarting ? 'Starting…' : 'Start campaign'}</button>
        <button class="secondary" ?disabled=${isStarting} @click=${() => this.#host.send({ type: 'edit' })}>Edit…</button>
        <button class="secondary" ?disabled=${isStarting} @click=${() => this.#host.send({ type: 'cancel' })}>Cancel</button>
      </div>
    </footer>`;
  }

  #setSave(event: Event): void {
    this.save = event.target instanceof HTMLInputElement && event.target.checked;
    this.#host.remember({ save: this.save });
  }

  #receive(message: ToReview): void {
    switch (message.type) {
      case 'view':
        this.view = message.view;
    }
  }
}

function fact({ label, lines }: ReviewFact): TemplateResult {
  return html`<dt>${label}</dt><dd>${lines.map((line) => html`<p>${line}</p>`)}</dd>`;
}

preparePage();
customElements.define('marginalia-review', Review);
