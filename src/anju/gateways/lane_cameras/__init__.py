"""Lane cameras: what Hikvision, Dahua and Vzenith cameras push becomes a car at a lane, and the bar is told through the way that its lane has.

    POST /ingest/lane/hikvision          an ISAPI ANPR event, with its pictures
    POST /ingest/lane/dahua              an ITSAPI passing car
    POST /ingest/lane/vzenith            a plate, a changed input or a heartbeat; the answer lifts the bar

The camera signs in with the key of its enrolment: as password of HTTP Basic, as Bearer, or at the end of the address (`/ingest/lane/vzenith/<key>`)
where a camera can do neither; addresses are written into no log. `open_barrier` is the one port to every bar.
"""
