"""Times as Finnish town papers put them, in the lines that spoken_dates.py explains."""

from typing import Final

FINNISH: Final = """
@ 2025-03-10 fi
Hallitus kokoontuu 14.4.2025 | at 2025-04-14
Lautakunta hyväksyi mallin 03.02.2025. | at 2025-02-03
Selvitys jätetään 30. 4. 2025 mennessä | by 2025-04-30
Lausunto annettava viimeistään 15.5.2025 | by 2025-05-15
Kuntalaiskysely avataan 1.9. | at 2025-09-01
Esitys käsitellään 20.1. | at 2026-01-20
Ohje julkaistiin 12.11. | at 2024-11-12
Työ on aloitettu 7.10. | at 2024-10-07
Raportti palautetaan 28.2. mennessä | by 2026-02-28
Ilmoittaudu 25.3. mennessä | by 2025-03-25
Sihteeri toimittaa aineiston viimeistään pe 28.3. | by 2025-03-28
Johtoryhmä ke 2.4.2025 klo 9 | at 2025-04-02
Johtoryhmä ma 2.4.2025 | at 2025-04-02 ?
Kokous torstaina 12.6.2025 klo 18.00 | at 2025-06-12
Kokous 2025-06-12 | at 2025-06-12
Päätöspäivä: 2025-6-3 | at 2025-06-03
Toukokuun 5. päivänä pidetään koulutus | at 2025-05-05
Kokous on 3. päivä syyskuuta | at 2025-09-03
Avajaiset ovat 6. kesäkuuta 2025 | at 2025-06-06
Vastaukset lähetetään syyskuun 12. päivään mennessä | by 2025-09-12
Uusi sääntö on voimassa kesäkuun 1. päivästä alkaen | from 2025-06-01
Työ valmistuu ennen 1.10.2025 | by 2025-09-30
Katsaus: tilanne 31.12.2024 | at 2024-12-31
Hyväksytty kh 3.3.2025 § 58 | at 2025-03-03
Muutos hyväksyttiin 4.2., § 12 | at 2025-02-04
Päivätty 1.3.25 | at 2025-03-01 ?
Palaveri 31.4.2025 | invalid - ?
Palaveri 30.2. | invalid - ?
Päättyy 29.2.2025 mennessä | invalid - ?
Mittaus 12.13.2025 | invalid - ?
Ohjausryhmä 32.1.2025 | invalid - ?
Koulutus viikolla 53/2025 | invalid - ?
Kysely on auki 1.–30.4.2025 | range 2025-04-01..2025-04-30
Kysely on auki 1.4.–15.5.2025 | range 2025-04-01..2025-05-15
Haku 1.4.2025–31.3.2026 | range 2025-04-01..2026-03-31
Haku 15.3. - 30.4. | range 2025-03-15..2025-04-30
Lausuntokierros 20.12.–10.1. | range 2025-12-20..2026-01-10
Lausuntokierros oli 20.12.–10.1. | range 2024-12-20..2025-01-10
Kuuleminen 3.-5.6. | range 2025-06-03..2025-06-05
Nähtävillä 10.4.-9.5.2025 välisenä aikana | range 2025-04-10..2025-05-09
Pilotti kestää 1.8.2025 alkaen 31.12.2025 saakka | range 2025-08-01..2025-12-31
Laajennus tehdään 1.9. ja 31.10.2025 välillä | range 2025-09-01..2025-10-31
Toteutus toukokuusta elokuuhun 2025 | range 2025-05-01..2025-08-31
Suunnitelma laaditaan lokakuussa | at 2025-10-01..2025-10-31
Suunnitelma laadittiin lokakuussa | at 2024-10-01..2024-10-31
Päivitetään tammikuussa 2026 | at 2026-01-01..2026-01-31
Valmistelu on käynnissä touko–kesäkuussa | at 2025-05-01..2025-06-30
Kuulemiset touko- ja kesäkuussa 2025 | at 2025-05-01..2025-06-30
Vuoden 2026 helmikuussa | at 2026-02-01..2026-02-28
Hinnasto päivitetään ensi vuoden tammikuussa | at 2026-01-01..2026-01-31
Avataan ensi kuussa | at 2025-04-01..2025-04-30
Viime kuussa käsiteltiin | at 2025-02-01..2025-02-28
Tarkistus viime syyskuussa | at 2024-09-01..2024-09-30
Valmis kesäkuuhun mennessä | by 2025-06-30
Toukokuun loppuun mennessä | by 2025-05-31
Huhtikuun 2025 loppuun saakka | until 2025-04-30
Ennen kesäkuun loppua | by 2025-06-30
Tämän kuun aikana | at 2025-03-01..2025-03-31
Kuun loppuun mennessä | by 2025-03-31
Aloitus 9/2025 | at 2025-09-01..2025-09-30
Valmis 12/2025 mennessä | by 2025-12-31
Toteutus 3–5/2026 | at 2026-03-01..2026-05-31
Aloitus 11/25 | at 2025-11-01..2025-11-30 ?
Marraskuusta lähtien | from 2025-11-01
Lokakuun alusta alkaen | from 2025-10-01
Syyskuun alussa | at 2025-09-01..2025-09-10
Syyskuun puolivälissä 2025 | at 2025-09-11..2025-09-20
Lokakuun lopussa | at 2025-10-21..2025-10-31
Marraskuun loppupuolella 2025 | at 2025-11-16..2025-11-30
Touko-kesäkuun vaihteessa | at 2025-05-21..2025-06-10
Elokuun puoliväliin mennessä | by 2025-08-15
Kesäkuun alkuun mennessä | by 2025-06-10
Strategia uudistetaan syksyllä 2026 | at 2026-09-01..2026-11-30
Keväällä 2024 tehty kysely | at 2024-03-01..2024-05-31
Talvella 2025–2026 | at 2025-12-01..2026-02-28
Kesän aikana laaditaan ohje | at 2025-06-01..2025-08-31
Kysely tehtiin syksyllä | at 2024-09-01..2024-11-30
Kysely tehdään syksyllä | at 2025-09-01..2025-11-30
Ensi syksynä | at 2025-09-01..2025-11-30
Viime keväänä sovittiin | at 2024-03-01..2024-05-31
Tänä syksynä | at 2025-09-01..2025-11-30
Syksyyn 2025 mennessä | by 2025-11-30 ?
Viimeistään syksyllä 2025 | by 2025-11-30
Syksystä 2025 alkaen | from 2025-09-01
Kesän jälkeen | after 2025-09-01
Ennen kesää | by 2025-05-31
Loppukeväästä 2026 | at 2026-05-01..2026-05-31
Alkukesästä | at 2025-06-01..2025-06-30
Loppusyksyllä 2025 | at 2025-11-01..2025-11-30
Kevätkaudella 2026 | at 2026-01-01..2026-06-30
Syyskauden alussa | at 2025-08-01..2025-08-31
Valtuustokaudella 2021–2025 | period 2021-08-01..2025-05-31
Kuluvan valtuustokauden loppuun mennessä | by 2025-05-31
Valtuustokauden 2025-2029 aikana | period 2025-06-01..2029-05-31
Valtuustokauden loppuun mennessä | by 2025-05-31
Seuraavalla valtuustokaudella | at 2025-06-01..2029-05-31
Ensi valtuustokauden alussa laaditaan | at 2025-06-01..2025-12-31
II neljännes 2025 | at 2025-04-01..2025-06-30
Q2 2025 | at 2025-04-01..2025-06-30
Valmis Q4/2025 mennessä | by 2025-12-31
Vuoden 2026 ensimmäisellä neljänneksellä | at 2026-01-01..2026-03-31
Kolmannella kvartaalilla 2025 | at 2025-07-01..2025-09-30
3. kvartaali 2025 | at 2025-07-01..2025-09-30
Q3-Q4/2025 | at 2025-07-01..2025-12-31
1. tertiaali 2026 | at 2026-01-01..2026-04-30
Vuoden kolmannella kolmanneksella | at 2025-09-01..2025-12-31
H2/2025 | at 2025-07-01..2025-12-31
Vuoden 2025 jälkimmäisellä puoliskolla | at 2025-07-01..2025-12-31
Toisella vuosipuoliskolla 2025 | at 2025-07-01..2025-12-31
II vuosipuolisko 2025 | at 2025-07-01..2025-12-31
Viikolla 20 | at 2025-05-12..2025-05-18
Viikolla 20/2025 | at 2025-05-12..2025-05-18
vko 14 | at 2025-03-31..2025-04-06
Viikon 16 loppuun mennessä | by 2025-04-20
Viikoilla 18–20 | at 2025-04-28..2025-05-18
Vko 35-37/2025 | at 2025-08-25..2025-09-14
Tällä viikolla | at 2025-03-10..2025-03-16
Viime viikolla | at 2025-03-03..2025-03-09
Viikko 5 oli kiireinen | at 2025-01-27..2025-02-02
Vuonna 2027 | at 2027-01-01..2027-12-31
Vuoden 2026 aikana | at 2026-01-01..2026-12-31
Vuosina 2026-2029 | period 2026-01-01..2029-12-31
Vuosille 2025–2030 | period 2025-01-01..2030-12-31
v. 2024 | at 2024-01-01..2024-12-31
Vuoteen 2035 mennessä | by 2035-12-31 ?
Vuoteen 2028 saakka | until 2028-12-31
Vuodesta 2026 alkaen | from 2026-01-01
Vuoden 2026 talousarviossa | at 2026-01-01..2026-12-31
Toissa vuonna | at 2023-01-01..2023-12-31
Tänä vuonna | at 2025-01-01..2025-12-31
Ensi vuoden aikana | at 2026-01-01..2026-12-31
Vuoden 2025 loppuun mennessä | by 2025-12-31
Vuoden loppuun mennessä | by 2025-12-31
Vuoden 2026 alusta | from 2026-01-01
Ensi vuoden alusta lukien | from 2026-01-01
Vuoden 2026 alkuun mennessä | by 2026-03-31 ?
Vuoden 2025 lopulla | at 2025-10-01..2025-12-31
Alkuvuonna 2026 | at 2026-01-01..2026-03-31
Loppuvuoden 2025 aikana | at 2025-10-01..2025-12-31
Loppuvuodesta | at 2025-10-01..2025-12-31
Vuodenvaihteen jälkeen | after 2026-01-01
2020-luvulla | period 2020-01-01..2029-12-31
2030-luvulle tultaessa | by 2029-12-31
2020-luvun loppuun mennessä | by 2029-12-31
2030-luvun puoliväliin mennessä | by 2035-12-31 ?
Vuosikymmenen lopussa | at 2029-01-01..2029-12-31
1.5.2025 lähtien | from 2025-05-01
30.9.2025 asti | until 2025-09-30
30.9. saakka | until 2025-09-30
Voimassa 31.12.2027 saakka | until 2027-12-31
15.4.2025 jälkeen | after 2025-04-16
Aikaisintaan 1.6.2025 | from 2025-06-01
Hanke jatkuu toistaiseksi | ongoing
Aikataulu: jatkuvaa | ongoing
Kokoonnutaan tarvittaessa | on_demand
Tarpeen mukaan | on_demand
Kahden kuukauden kuluessa | by 2025-05-10
14 päivän kuluessa | by 2025-03-24
Viikon kuluessa | by 2025-03-17
Puolen vuoden kuluessa | by 2025-09-10
30 päivän kuluessa tiedoksisaannista | duration P30D ?
Kuuden kuukauden kuluessa päätöksen lainvoimaisuudesta | duration P6M ?
Kolme viikkoa ennen kokousta | duration -P21D ?
Kuukauden kuluttua käyttöönotosta | duration P1M ?
Kahden viikon kuluttua | at 2025-03-24
Huomenna | at 2025-03-11
Ylihuomenna klo 14 | at 2025-03-12
Eilen sovittiin | at 2025-03-09
Perjantaihin mennessä | by 2025-03-14
Ensi tiistaina | at 2025-03-11 ?
Ensi viikon perjantaina | at 2025-03-21
Ensi viikon loppuun mennessä | by 2025-03-23
Tänään | at 2025-03-10
"""
MORE_FINNISH: Final = """
@ 2025-03-10 fi
Raportoidaan joka vuosi | recurring - FREQ=YEARLY 1
Kerran vuodessa | recurring - FREQ=YEARLY 1
Kuukausittain | recurring - FREQ=MONTHLY 12
Viikoittain | recurring - FREQ=WEEKLY 52
Päivittäin | recurring - FREQ=DAILY 365
Puolivuosittain | recurring - FREQ=MONTHLY;INTERVAL=6 2
Kvartaaleittain | recurring - FREQ=MONTHLY;INTERVAL=3 4
Tertiaaleittain | recurring - FREQ=MONTHLY;INTERVAL=4 3
Joka toinen vuosi | recurring - FREQ=YEARLY;INTERVAL=2 0.5 ?
Kahden vuoden välein | recurring - FREQ=YEARLY;INTERVAL=2 0.5 ?
Neljän vuoden välein | recurring - FREQ=YEARLY;INTERVAL=4 0.25 ?
Joka toinen viikko | recurring - FREQ=WEEKLY;INTERVAL=2 26
Kolmen kuukauden välein | recurring - FREQ=MONTHLY;INTERVAL=3 4
Joka kolmas kuukausi | recurring - FREQ=MONTHLY;INTERVAL=3 4
3 x vuodessa | recurring - - 3 ?
3 krt vuodessa | recurring - - 3 ?
Neljä kertaa vuodessa | recurring - - 4 ?
2-3 kertaa vuodessa | recurring - - 2-3 ?
Vähintään kaksi kertaa vuodessa | recurring - - 2- ?
Kaksi kertaa kuukaudessa | recurring - - 24 ?
Kerran kuukaudessa | recurring - FREQ=MONTHLY 12
Kerran viikossa | recurring - FREQ=WEEKLY 52
Kerran vuodessa keväisin | recurring - FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31 1
Syksyisin | recurring - FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30 1
Joka syksy | recurring - FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30 1
Keväisin ja syksyisin | recurring - FREQ=YEARLY;BYMONTH=5,11;BYMONTHDAY=-1 2
Vuosittain kesäkuussa | recurring - FREQ=YEARLY;BYMONTH=6 1
Vuosittain 30.9. mennessä | recurring - FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=30 1
Joka vuosi toukokuun loppuun mennessä | recurring - FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31 1
Joka vuoden tammikuussa | recurring - FREQ=YEARLY;BYMONTH=1 1
Maanantaisin | recurring - FREQ=WEEKLY;BYDAY=MO 52
Joka torstai | recurring - FREQ=WEEKLY;BYDAY=TH 52
Joka kuukauden ensimmäisenä tiistaina | recurring - FREQ=MONTHLY;BYDAY=1TU 12
Kuukauden viimeisenä perjantaina | recurring - FREQ=MONTHLY;BYDAY=-1FR 12
Joka kuukauden 10. päivä | recurring - FREQ=MONTHLY;BYMONTHDAY=10 12
Vuosittain vuosina 2026–2029 | recurring - FREQ=YEARLY;UNTIL=20291231 1
Kaksi kertaa vuodessa (huhti- ja lokakuussa) | recurring - FREQ=YEARLY;BYMONTH=4,10 2
Kerran valtuustokaudessa | recurring - FREQ=YEARLY;INTERVAL=4 0.25
Säännöllisin väliajoin | recurring - - - ?
Raportointiväli 6 kk | recurring - FREQ=MONTHLY;INTERVAL=6 2
12 kk:n välein | recurring - FREQ=MONTHLY;INTERVAL=12 1
Aikataulu avoin | unknown - ?
Ajankohta tarkentuu myöhemmin | unknown - ?
Aikataulu vahvistetaan myöhemmin | unknown - ?
pp.kk.2025 | unknown - ?
Ei vielä tiedossa | unknown - ?
Seuraavassa lautakunnan kokouksessa | at - ?
Valtuuston kesäkuun kokouksessa | at 2025-06-01..2025-06-30
Ennen joulua | by 2025-12-23
Ennen juhannusta | by 2025-06-19
Juhannuksen jälkeen | after 2025-06-23
Pääsiäisen jälkeen | after 2025-04-22
Ennen vappua | by 2025-04-30
Loppiaisen jälkeen 2026 | after 2026-01-07
Työpajat 2.4. ja 9.4.2025 | at 2025-04-02..2025-04-09
Menot ovat 12.5 milj. euroa | none
Osuus on 3,5 % | none
Hallintosäännön § 24.2 | none
Luvussa 3.2. kuvataan | none
Ohjelmisto v. 3.1 | none
Laki 1397/2016 | none
Kuntalaki (410/2015) | none
Kello 9.15 alkaen | none
klo 8.00–16.00 | none
puh. 040 123 4567 | none
Puhelin 09 3101 2025 | none
Y-tunnus 0123456-7 | none
FI21 1234 5600 0007 85 | none
Dnro 345/2024 | none
Kunnassa on 2025 asukasta | none
Rahaa varattiin 2 025 euroa | none
Järjestelmä toimii 24/7 | none
Sivu 12 | none
Liite 2.1 | none
Palaute jätetään Kehitysjohtajalle | none
Asteikolla 1–5 | none
Suhde on 1:20 | none
Kaupungilla on historiaa 1000 vuotta | none
Huone 2025 | none
Maitopurkki maksaa 1.20 euroa | none
Kasvua 2.5. prosenttia | none
SOTE2023-hanke | none
Ohjelma 2.0 | none
Versio 1.2.2025-rc | none
Teos myytiin hintaan 2030 € | none
Vähän kesken | none
Kaisa Kesälahti avaa tilaisuuden | none
Maija toimii mentorina | none
ISO 9001:2015 | none
Tilastokeskuksen taulukko 4.5. | none
"""
LATER_FINNISH: Final = """
@ 2025-03-10 fi
Kesä-elokuussa 2025 | at 2025-06-01..2025-08-31
Kysely joulu–tammikuussa | at 2025-12-01..2026-01-31
Lukuvuonna 2025–2026 | period 2025-08-01..2026-07-31
Vuosittain 1.3. ja 1.9. | recurring - FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1 2
Kerran kahdessa vuodessa | recurring - FREQ=YEARLY;INTERVAL=2 0.5 ?
Kuukausittain 15. päivä | recurring - FREQ=MONTHLY;BYMONTHDAY=15 12
Puolivuosittain (30.6. ja 31.12.) | recurring - FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1 2
Joka toinen vuosi keväisin | recurring - FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYMONTHDAY=31 0.5 ?
Maaliskuussa vuosittain | recurring - FREQ=YEARLY;BYMONTH=3 1
Vuosittain vuoteen 2030 saakka | recurring - FREQ=YEARLY;UNTIL=20301231 1
Vuoden välein | recurring - FREQ=YEARLY 1
Tiistaisin ja torstaisin | recurring - FREQ=WEEKLY;BYDAY=TU,TH 104
Ennen kesälomia | by 2025-06-30 ?
Vuoden 2025 viimeisenä päivänä | at 2025-12-31
Vuoden 2010 alkupuoliskolla | at 2010-01-01..2010-06-30
Uuden valtuustokauden alussa | at 2025-06-01..2025-12-31
Valtuustokauden alussa | at 2021-08-01..2021-12-31 ?
2030-luvun alkuun mennessä | by 2034-12-31 ?
Kesään mennessä | by 2025-08-31 ?
Q1/26 | at 2026-01-01..2026-03-31 ?
1/2010 - 6/2010 | range 2010-01-01..2010-06-30
1.4. klo 8 - 2.4. klo 16 | range 2025-04-01..2025-04-02
La-su 5.-6.4. | range 2025-04-05..2025-04-06
5.4.–3.4.2025 | range 2024-04-05..2025-04-03 ?
31.5.2025–1.3.2025 | invalid - ?
12.–1.3. | invalid - ?
29.2. | at 2028-02-29 ?
1.8.2025 - toistaiseksi | from 2025-08-01
Päätöksen jälkeen | after - ?
Ennen seuraavaa kokousta | by - ?
Kaksi viikkoa sitten | at 2025-02-24
Viime viikon torstaina | at 2025-03-06
Hyväksytty toimenpide 3.4. toteutetaan | none
Kokous 4/2025 | none
Agenda 2030 | none
10.1.2.3 | none
HEL 2025-003421 | none
KH/123/02.02.00/2025 | none
3/4 kuntalaisista | none
"""
