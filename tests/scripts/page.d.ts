// The state that the scripts of pages share, the messages they exchange, and what comes to them as data.
//
// Classic scripts have one scope: all that they share stands below globalThis. Read by the compiler alone, which
// checks the scripts against it; published nowhere.

// What a box that narrows a list loads: src/render/names.rs says it.

/** What the archive held of the reports that were published in a year; 0 of those that state none (src/data/history.rs). */
declare var gongbaoHeld: (year: number, reports: HeldReport[]) => void;
interface HeldReport {
  id: string;
  title: string;
  agency: string;
  published?: string;
  recorded?: number;
  corrections?: { revision: number; date?: string; note?: string; recorded?: number }[];
  kept?: number[];
  withdrawals?: { date?: string; reason?: string; recorded?: number; restored?: number }[];
  validity?: { state?: string; since?: string; until?: string; over_since?: string; over?: boolean };
}
declare var gongbaoListed: { names: string[][]; sounds: string } | undefined;

// What the page brings: the data block of the search page.

/** A field of the query language, by the name that the engine gives it. */
type Field = "title" | "number" | "year" | "agency" | "type" | "topic" | "status" | "region" | "cites";
/** How queries are written: `search::query` has the tables. */
interface QueryLanguage {
  /** The other names of each field, in small letters and simplified characters. */
  fields: Record<Field, string[]>;
  /** Pairs of a character of these names and the one that it is read as. */
  variants: string;
  /** Pairs of marks that a run may stand between, in the order in which the language prefers them. */
  quotes: [string, string][];
  /** What stands between alternatives. */
  or: string;
  /** What stands before something that is excluded. */
  not: string;
  /** What stands behind the name of a field. */
  colon: string;
}

// What the engine understands and answers: engine/src/session.rs says it.

/** From a character to the one behind the last, in Unicode scalars. */
type Span = [number, number];
/** Something that a query asks for. Terms of one clause are alternatives. */
interface Term {
  clause: number;
  negated: boolean;
  /** None for a run of title and text. */
  field: Field | null;
  /** Without its quotation marks. */
  text: string;
  quoted: boolean;
  /** Whether no report has it. */
  missing: boolean;
  /** Where it stands in the query. */
  at: Span;
  /** Its text with the numbers in the other numerals, where it has some. */
  numerals?: string | null;
  /** Where it is a document number: the queries for the numbers beside it, and for all of its row. */
  beside?: [string, string] | null;
}
interface Passage {
  anchor: string;
  heading: string;
  text: string;
  /** What stands directly below a heading. */
  below?: string;
  spans: Span[];
  /** What stands there otherwise than it was typed. */
  differs?: Span[];
}
interface Hit {
  id: string;
  url: string;
  title: string;
  title_spans: Span[];
  numbers: string[];
  date: string | null;
  agencies: string[];
  type: string;
  status: string | null;
  /** How often the runs stand in it as they were typed. */
  times: number;
  exact: boolean;
  /** Whether it holds the one long run of the query but for slips. */
  near?: boolean;
  passages: Passage[];
}
type Counts = { value: string; count: number }[];
type Facet = "year" | "agency" | "type" | "topic" | "status" | "region";
type Facets = Record<Facet, Counts>;
interface Answer {
  total: number;
  exact_total: number;
  /** Reports that hold what was typed but for slips, and what of the query stands otherwise in the first. */
  near?: { total: number; typed: Span[]; is_same: boolean } | null;
  hits: Hit[];
  facets: Facets;
  choices: Facets | null;
}
/** Why there is no answer: for each code the page has a sentence. */
interface Failure {
  code: string;
  file?: string | null;
  /** Where in the query; none for what is no fault of it. */
  at?: Span | null;
  status?: number;
  reason?: string;
}

// Messages between the page and the engine's host (engine.js).

interface EnginePlace {
  engine: string;
  index: string;
  /** Whether it is a folder of scripts. */
  disk: boolean;
  /** Those of the engine, where they are known. */
  bytes?: number;
}
interface Question {
  query: string;
  byDate: boolean;
  /** Hits that are wanted. */
  limit: number;
  /** The names of the segments that are asked; all unless given. */
  segments?: string[];
}
/** A segment of the index, as its manifest has it. */
interface IndexSegment {
  name: string;
  reports: number;
}
interface Answered {
  answer: Answer;
  terms: Term[];
  explain: object;
}
/** What the host hears. */
interface ToEngine {
  open?: EnginePlace;
  ask?: Question & { number: number };
  forget?: { number: number };
}
/** What the host says; it is one of these. */
interface FromEngine {
  opened?: { reports: number; segments: IndexSegment[] };
  answered?: Answered & { number: number };
  failed?: { number?: number; failure: Failure };
  /** Bytes come, for whatever question, or so many of all until it is open; or so many hits of a long list have. */
  working?: { number?: number; hits?: number; loaded?: number; total?: number };
}
interface EngineHost {
  hear(message: ToEngine): Promise<void>;
}

// The archive's own words (search/words-HASH.js, made by src/words.rs) and the help with a query.

/** A name, the file of its page, its reports, and other names. */
type NamedWords = [name: string, url: string, reports: number, ...others: string[]];
interface ArchiveWords {
  agencies?: NamedWords[];
  types?: NamedWords[];
  topics?: NamedWords[];
  synonyms?: string[][];
  words?: string;
  sounds?: string;
  variants?: string;
}
type WordKind = "agency" | "topic" | "type" | "word";
/** A word or name, ready to be looked for. */
interface WordEntry {
  kind: WordKind;
  text: string;
  /** The name that it is another one for, or itself. */
  name: string;
  url: string | undefined;
  count: number;
  letters: string[];
  folded: string;
  number: number;
}
interface WordPlace {
  entry: WordEntry;
  /** Which of its letters. */
  at: number;
}
interface Synonym {
  word: string;
  own: string[];
  /** Its letters, with marks around each. */
  apart: string;
}
/** The archive's words, made ready to be looked through. */
interface PreparedWords {
  variants: Map<string, string>;
  /** Characters to their syllables, and syllables to their characters. */
  sounds: Map<string, string[]>;
  spoken: Map<string, string[]>;
  /** Characters by the first letter of a reading. */
  initials: Map<string, Set<string>>;
  entries: WordEntry[];
  /** Characters to what begins with them. */
  beginning: Map<string, WordEntry[]>;
  /** Characters to all places where they stand; made when it is first asked for. */
  places: Map<string, WordPlace[]> | null;
  /** Entries by their folded text. */
  exact: Map<string, WordEntry>;
  /** Letters of the longest word. */
  longest: number;
  synonyms: Synonym[][];
}
type IsWanted = (entry: WordEntry) => boolean;
interface HelpParts {
  words: {
    LONGEST_RUN: number;
    narrow(text: string): string;
    prepare(words: ArchiveWords): PreparedWords;
    fold(made: { variants: Map<string, string> }, text: string): string[];
    apart(letters: string[]): string;
    placesOf(made: PreparedWords, characters: Iterable<string>, isWanted: (place: WordPlace) => boolean): WordPlace[];
    compare(a: number[], b: number[]): number;
  };
  pinyin: {
    MOST_BY_PINYIN: number;
    MOST_IN_A_ROW: number;
    LONGEST_PINYIN: number;
    isLatin(text: string): boolean;
    pinyin(made: PreparedWords, text: string): string;
    openings(made: PreparedWords, typed: string): Set<string>;
    reads(made: PreparedWords, letters: string[], typed: string, open: boolean, from?: number): number;
    endsSo(made: PreparedWords, entry: WordEntry, typed: string, from: number): boolean;
    isSpoken(made: PreparedWords, letters: string): boolean;
    byPinyin(made: PreparedWords, typed: string, isWanted: IsWanted): string[];
  };
  near(made: PreparedWords, text: string, isWanted: IsWanted): string[];
}
/** What the reader may be about to type. */
interface Suggestion {
  kind: WordKind;
  text: string;
  note: string;
  /** The whole query. */
  query: string;
  /** Whether it is known that some report has all of it. */
  isKnown: boolean;
  url?: string;
}
/** A name in search/names-HASH/N.js, src/vocabulary/beginnings.rs says it: its kind, and where it has some its page and its spelling. */
type NameEntry = [kind: number, name: string, reports: number, url?: string | 0, read?: string];
/** What is suggested of them. */
interface NamedSuggestion {
  kind: WordKind | "report";
  text: string;
  note: string;
  query: string;
  isKnown: boolean;
  url?: string;
}
/** What else may be asked. */
interface Offer {
  kind: "agency" | "pinyin" | "near" | "synonym" | "numerals";
  from: string;
  to: string;
  query: string;
  /** Whether it is known that some report has all of the query; else it is asked before it is shown. */
  isKnown: boolean;
}
interface Help {
  suggestions(words: ArchiveWords, text: string): Suggestion[];
  offers(words: ArchiveWords, understood: { terms: Term[]; query: string }): Offer[];
  /** What was typed with a year, an agency or a type in it as a condition: the most of them first. */
  narrowings(words: ArchiveWords, understood: { terms: Term[]; query: string }): Narrowing[];
}
/** A query with conditions for what it named. */
interface Narrowing {
  names: { field: Field; value: string }[];
  query: string;
}

// The search page.

type Values = { [name: string]: string | number };
/** What an element may be given as a child; what is no child is left out. */
type Child = Node | string | null | false | undefined | "";
type Children = Child | Child[];
type Attributes = { [name: string]: string | number | boolean | null | undefined };

/** A question of the page. */
interface Asked extends Question {
  /** Whether it was asked while the query is being typed. */
  isTyped: boolean;
}
/** An answer that is shown. */
interface Shown {
  asked: Asked;
  query: string;
  answer: Answer;
  terms: Term[];
  /** The answer for the query as a number, where it may be one. */
  numbers: Answer | null;
  /** Those with numbers beside it, where no report has it. */
  beside?: Answer | null;
  /** What was typed, where the answer is that to what it may have meant. */
  meant?: { from: string; to: string };
  /** What else may be asked, once it was looked for. */
  offers?: Offer[];
  isOffering?: boolean;
  isNarrowing?: boolean;
}
interface Asking {
  number: number;
  answered: Promise<Answered>;
}
interface SearchClient {
  /** The engine that runs, or none. */
  run: { isOpen: boolean } | null;
  open(): void;
  ask(question: Question, ready?: (hits: number) => void): Asking;
  forget(number: number): void;
  /** The segments of the index, once it is open. */
  segments(): Promise<IndexSegment[]>;
}
/** A search that is followed, as it is kept on the device. */
interface Followed {
  query: string;
  /** What each segment of the index had, and whether it is kept which reports these are. */
  segments: Record<string, { n: number; isListed: boolean }>;
  /** The reports of which that is kept, by their ids. */
  ids: string[];
  /** What has come and was not read. */
  news: { n: number; hits: { id: string; url: string; title: string; date: string | null }[] };
  /** Whether it could not be looked for. */
  hasFailed?: boolean | undefined;
}
/** Where the search is, and what belongs to it: attributes of the search page, or what search/box.js knows. */
type SearchPlace = {
  [name in
    | "root"
    | "host"
    | "engine"
    | "engineBytes"
    | "index"
    | "disk"
    | "names"
    | "files"
    | "words"
    | "help"
    | "language"
    | "base"
    | "page"
    | "style"]?: string;
};
/** What search/box.js says: where the search is, which scripts belong to a box, and what the search page knows. */
interface SearchBox extends SearchPlace {
  scripts: string[];
  data: { words: object; query: QueryLanguage };
}
/** An engine that was started before the client of it was here. */
interface EarlyEngine {
  worker: Worker;
  heard: FromEngine[];
  hasFailed: boolean;
}
interface AdvancedForm {
  all?: string;
  exact?: string;
  any?: string;
  none?: string;
  title?: string;
  agency?: string;
  type?: string;
  from?: string;
  to?: string;
  number?: string;
}
interface SearchQueries {
  opening(text: string): { before: string; dash: string; name: string; field: Field | undefined };
  conditionOf(field: Field, run: string): string;
  isQuote(character: string | undefined): boolean;
  hasQuote(text: string): boolean;
  quoted(text: string, open?: string): string;
  written(text: string, open?: string): string;
  spliced(query: string, at: Span, text: string): string;
  completed(text: string, suggestion: Suggestion): string | null;
  isChosen(terms: Term[], field: Field, value: string): boolean;
  without(query: string, terms: Term[], isGone: (term: Term) => boolean): string;
  toggled(query: string, terms: Term[], field: Field, value: string): string;
  withYears(query: string, terms: Term[], years: string): string;
  range(from: string, to: string): string;
  isPlain(term: Term): boolean;
  isNumber(query: string, terms: Term[]): boolean;
  numbered(query: string): string;
  around(query: string, terms: Term[], spans: Span[]): string;
  operators(query: string, terms: Term[]): { kind: "or" | "and" | "not"; query: string } | null;
  composed(form: AdvancedForm): string;
}
interface SearchView {
  STEP: number;
  root: URL;
  make<Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes?: Attributes,
    ...children: Children[]
  ): HTMLElementTagNameMap[Name];
  own: Attributes;
  phrase(key: string, values: { [name: string]: Child }): Child[];
  address(path: string, marks?: string[], anchor?: string): string | null;
  askLink(query: string, attributes: Attributes, ...children: Children[]): HTMLAnchorElement;
  typedName(field: Field, value: string): string;
  nameOf(field: Field, value: string): string;
  isName(field: Field): boolean;
  hitOf(hit: Hit, isNumbered: boolean, head?: "h3" | "p"): HTMLElement;
  chipsOf(shown: Shown): HTMLElement | null;
  resultsOf(shown: Shown): Child[];
  csvOf(answer: Answer): string;
}
interface SearchNotes {
  countsOf(shown: Shown): { byNumber: string | null; byText: string | null };
  outcomesOf(shown: Shown): HTMLElement | null;
  apartOf(shown: Shown, n: number): HTMLElement;
  differsOf(shown: Shown): string;
  numbersOf(shown: Shown, heading: string): HTMLElement;
  besideOf(shown: Shown): HTMLElement | null;
  notesOf(shown: Shown): HTMLElement[];
  offersOf(shown: Shown): Offer[];
  narrowingsOf(shown: Shown): Narrowing[];
  narrowingChip(narrowing: Narrowing, n: number): HTMLElement;
  offerLine(offer: Offer): HTMLElement;
}
interface SearchNames {
  /** What is known of what was typed; `then` runs when more has come. */
  suggestions(text: string, then: () => void): NamedSuggestion[];
}
interface SearchSuggestions {
  /** The list stands behind the box, or in an element. */
  start(place?: HTMLElement): void;
  typing(): void;
  update(shown: Shown | null): void;
  close(): void;
  /** Whether Enter has just ended a composition. */
  isEnding(): boolean;
}
/** What the history keeps of an entry. */
interface HistoryState {
  limit?: number;
  isTyped?: boolean;
  /** Where in the page the reader was. */
  place?: number;
}
interface SearchHistory {
  read(): { query: string; byDate: boolean };
  keep(asked: Asked, completes?: boolean): void;
  comeBack(from: number): void;
  placeToShow(): number | null;
  restore(): void;
  start(): void;
}
interface GoOptions {
  isTyped?: boolean;
  /** Whether it is what was being typed. */
  completes?: boolean;
  /** Runs when the answer is shown. */
  after?: () => void;
}
/** The search page: search.js begins it, and each script that it loads adds its part. */
interface SearchPage {
  page: HTMLElement;
  place: SearchPlace;
  box: HTMLInputElement;
  /** Whether the text in the box is being composed. */
  isComposing: boolean;
  language: QueryLanguage;
  hasWord(key: string): boolean;
  /** The keys of a group of words. */
  keysOf(group: string): string[];
  word(key: string, values?: Values): string;
  number(number: number): string;
  /** How much has come of how much, in words. */
  come(how: { loaded: number; total: number }): string;
  isWorthAsking(text: string): boolean;
  /** A question as the end of an address. */
  addressOf(query: string, byDate: boolean): string;
  /** What the address asks. */
  asked(): { query: string | null; byDate: boolean };
  /** Starts the engine. */
  begin(): void;
  early?: EarlyEngine;
  names: SearchNames;
  load(addresses: string[]): Promise<unknown>;
  query: SearchQueries;
  Client: new (
    place: SearchPlace,
    trouble: (failure: Failure) => void,
    opening?: (come: { loaded: number; total: number } | null) => void,
  ) => SearchClient;
  view: SearchView;
  notes: SearchNotes;
  suggestions: SearchSuggestions;
  history: SearchHistory;
  byDate: boolean;
  go(query: string, options?: GoOptions): void;
  /** How many reports have all of a query; undefined before it was asked. */
  holds(query: string): number | undefined;
  /** Asks that of some queries after a while, and says when it is known. */
  find(queries: string[], then: () => void): void;
  more(): void;
  save(): void;
  /** What the button for saving says. */
  saveName(): string;
  client: SearchClient;
  /** Below an answer; nothing where it cannot be followed. Searches are not followed in a frame. */
  followButton?: (shown: Shown) => Node | null;
  /** Looks for what is new in the searches that are followed. */
  lookForNews?: () => Promise<void>;
  start(): void;
}

declare var gongbaoSearch: SearchPage;
/** From a disk the engine runs in the page: its host, which is given what it says to. */
declare var gongbaoEngine: ((say: (message: FromEngine) => void) => EngineHost) | undefined;
/** What a file of search/disk/ leaves: bytes in base64. */
declare var gongbaoFile: string | undefined;
declare var gongbaoBox: SearchBox | undefined;
declare var gongbaoNames: Record<number, Record<string, [more: number, ...entries: NameEntry[]]>> | undefined;
declare var gongbaoWords: ArchiveWords | undefined;
declare var gongbaoHelp: Help | undefined;
/** The parts of the help have a name of their own: the help is there when help.js is. */
declare var gongbaoHelpParts: HelpParts;

// A report's page: what cite.js leaves for passage.js.

interface ReportTools {
  tools: HTMLElement;
  text: HTMLElement;
  area: HTMLTextAreaElement;
  /** Where the report stands; empty for a page from a disk. */
  address: string;
  /** What brought the script here. */
  heard: Event[];
  /** Copies and says so, of what too; else shows the text. */
  give(text: string, button: HTMLElement, what?: string): Promise<void>;
  /** The citation of a passage in the form that the reader chose. */
  cite(nameOf?: (inner: boolean) => string, hash?: string): string;
  /** From now on passage.js hears itself. */
  take(): void;
}
declare var gongbaoTools: ReportTools;
/** Loads a script of a report's page that is not needed at once, by its name: report.js knows where it is. */
declare var gongbaoLoad: (name: "marks" | "passage" | "read") => void;

// The pages hold HTML alone: what a selector finds in them is an HTMLElement.

interface ParentNode {
  querySelector<Name extends keyof HTMLElementTagNameMap>(selectors: Name): HTMLElementTagNameMap[Name] | null;
  querySelector(selectors: `a[${string}` | `${string} a`): HTMLAnchorElement | null;
  querySelector(selectors: `link[${string}`): HTMLLinkElement | null;
  querySelector(selectors: "[name=q]" | `${string} input`): HTMLInputElement | null;
  querySelector(selectors: `${string} form`): HTMLFormElement | null;
  querySelector(selectors: string): HTMLElement | null;
  querySelectorAll<Name extends keyof HTMLElementTagNameMap>(selectors: Name): NodeListOf<HTMLElementTagNameMap[Name]>;
  querySelectorAll(selectors: `a[${string}` | `a.${string}` | `${string} a`): NodeListOf<HTMLAnchorElement>;
  querySelectorAll(selectors: `${string} input`): NodeListOf<HTMLInputElement>;
  querySelectorAll(selectors: `${string} form`): NodeListOf<HTMLFormElement>;
  querySelectorAll(selectors: string): NodeListOf<HTMLElement>;
}
interface Element {
  closest(selectors: `${string} .part`): HTMLAnchorElement | null;
  closest(selectors: string): HTMLElement | null;
}

// What the page that verifies shares: verify-proof.js says it.

/** Reads a file of the archive, by its path; null where there is none. */
type Get = (path: string, most: number) => Promise<Uint8Array<ArrayBuffer> | null>;
/** A tree head: signed, or bare. */
interface Head {
  origin: string;
  size: number;
  root: Uint8Array;
  /** What is signed. */
  text: string;
  signatures: { name: string; id: string; bytes: Uint8Array<ArrayBuffer> }[];
}
/** An entry of a report: src/log/entry.rs says it. */
interface Recorded {
  date?: string;
  files?: { n: number; sha256: string };
  id: string;
  reason?: string;
  rev: number;
  source?: { sha256: string; size: number };
}
interface Proof {
  entry: Uint8Array;
  record: Recorded;
  index: number;
  path: Uint8Array[];
  head: Head;
}
/** What is verified: a text of a report by its name, or a file with what came with it. */
interface Subject {
  id?: string;
  rev?: number;
  /** How the digest begins that a printed page has. */
  digest?: string;
  file?: { name: string; bytes: Uint8Array };
  proof?: Uint8Array;
  proofName?: string;
  /** The list of attachments. */
  list?: Uint8Array;
  /** The newest checkpoint. */
  head?: Uint8Array;
}
interface Verdict {
  verdict: "intact" | "corrected" | "partly" | "wrong" | "unsure";
  said: { word: string; values: Values }[];
}
declare var gongbaoVerify: {
  verify: (subject: Subject, key: string, get: Get | null) => Promise<Verdict>;
  headOf: (bytes: Uint8Array) => Head | null;
  isId: (id: string) => boolean;
  HEADER: string;
  MOST: Record<"proof" | "note" | "list" | "entries" | "text", number>;
};
