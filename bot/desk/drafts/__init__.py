"""From a miss to an answer: entries drafted by one person, published by another, at ``/desk/drafts``.

``board`` lists; ``editor`` writes; ``picking`` finds the clause; ``trial`` asks every known question; ``deciding``
submits, hands back and publishes; ``history`` goes back; ``export`` takes what is published to the files.
"""
