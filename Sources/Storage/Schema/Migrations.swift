import Database

extension SQLStore {
    /// The schema's steps. Add one at the end; never edit one that has been released.
    public static let migrations: [Migration] = [
        Migration(1, "the visit, the clinic and its people", clinics + people + visits + talk),
        Migration(2, "answers to the settlement's questions, and the decisions", settlement),
        Migration(3, "patients' own requests for a video visit", requests),
        Migration(4, "addresses from which an account has signed in", knownAddresses),
    ]

    private static let clinics = [
        "create table clinics (id text primary key, name text not null, body text not null)",
        """
        create table clinic_keys (
            id text primary key, clinic text not null references clinics (id), label text not null,
            digest text not null unique, created_at bigint not null, revoked_at bigint)
        """,
        // One row: when the server was last known to run.
        "create table alive (one bigint primary key, at bigint not null)",
    ]

    private static let people = [
        """
        create table people (
            id text primary key, clinic text not null references clinics (id), name text not null,
            role text not null, also_manages bigint not null, active bigint not null,
            sign_in_name text not null unique, password_hash text)
        """,
        "create index people_of_clinic on people (clinic)",
        """
        create table sessions (
            digest text primary key, staff text not null references people (id), created_at bigint not null,
            expires_at bigint not null)
        """,
        "create index sessions_of_staff on sessions (staff)",
        "create table failed_sign_ins (account text not null, at bigint not null)",
        "create index failed_sign_ins_of on failed_sign_ins (account, at)",
    ]

    /// `pair` is a digest: neither the account nor the address can be read from it.
    private static let knownAddresses = ["create table known_addresses (pair text primary key, at bigint not null)"]

    private static let visits = [
        // `body` is the current state as JSON; the columns beside it are what is searched for. `open` is 1 in the
        // queue and in a call, `ended_at` null until it is over.
        """
        create table visits (
            id text primary key, clinic text not null references clinics (id), version bigint not null,
            start_at bigint not null, open bigint not null, ended_at bigint, body text not null)
        """,
        "create index visits_by_start on visits (clinic, start_at)",
        "create index visits_open on visits (clinic) where open = 1",
        "create index visits_unfinished on visits (start_at) where ended_at is null",
        """
        create table visit_events (
            visit text not null references visits (id), number bigint not null, at bigint not null,
            word text not null, body text not null, primary key (visit, number))
        """,
        """
        create table links (
            digest text primary key, visit text not null references visits (id), participant text not null,
            created_at bigint not null)
        """,
        "create index links_of_visit on links (visit)",
    ]

    private static let settlement = [
        // Both are only ever added to: a later answer stands beside the earlier one, a correction beside what it
        // corrects.
        """
        create table settlement_answers (
            visit text not null references visits (id), path text not null, value text not null, at bigint not null,
            staff text not null)
        """,
        "create index settlement_answers_of_visit on settlement_answers (visit, at)",
        """
        create table settlement_entries (
            id text primary key, visit text not null references visits (id), clinic text not null,
            service_date text not null, at bigint not null, body text not null)
        """,
        "create index settlement_entries_of_visit on settlement_entries (visit, at)",
        "create index settlement_entries_of_clinic on settlement_entries (clinic, service_date)",
    ]

    private static let requests = [
        // `body` is the current state as JSON; `waiting` is 1 until somebody has answered, `accepted` 1 when a visit came
        // of it.
        """
        create table video_requests (
            id text primary key, clinic text not null references clinics (id), version bigint not null,
            waiting bigint not null, accepted bigint not null, asked_at bigint not null, changed_at bigint not null,
            body text not null)
        """,
        "create index video_requests_waiting on video_requests (clinic, asked_at) where waiting = 1",
        "create index video_requests_of_clinic on video_requests (clinic, changed_at)",
        """
        create table video_request_events (
            request text not null references video_requests (id), number bigint not null, at bigint not null,
            word text not null, body text not null, primary key (request, number))
        """,
    ]

    private static let talk = [
        """
        create table messages (
            id text primary key, visit text not null references visits (id), sender text not null,
            name text not null, body text not null, at bigint not null)
        """,
        "create index messages_of_visit on messages (visit, at)",
        "create index messages_by_time on messages (at)",
        """
        create table notices (
            id text primary key, clinic text not null references clinics (id), body text not null,
            late_minutes bigint, at bigint not null, until_at bigint not null)
        """,
        "create index notices_of_clinic on notices (clinic, until_at)",
        """
        create table audit (
            at bigint not null, clinic text, caller text not null, act text not null, visit text,
            result text not null, word text)
        """,
        "create index audit_of_clinic on audit (clinic, at)",
    ]
}
