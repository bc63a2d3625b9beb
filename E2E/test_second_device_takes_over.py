"""The same link opened on another device: the newer one has the visit, the older one says where it went."""


def test_second_device_takes_over(server, patient, staff):
    visit = server.book("Dorte Dam")
    desktop = patient(visit)
    desktop.becomes_ready()
    telephone = patient(visit, size=(360, 640))
    telephone.open()
    if telephone.state not in ("arrived", "waiting"):
        telephone.press("arrive")
    telephone.is_in("arrived", "waiting")
    desktop.is_in("moved")

    clinician = staff()
    telephone.is_ready()
    clinician.admit(visit).is_in_call()
    telephone.is_in("inCall")
    telephone.sees(20)
    clinician.sees(20)
    desktop.is_in("moved")
