"""Files as meeting programs save them: the examples of what was seen, word for word."""

Z1 = """\
Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
Dana Okafor,dana.okafor@example.edu,11/19/2026 09:54:15 AM,11/19/2026 10:20:59 AM,27,No,Y
Dana Okafor,dana.okafor@example.edu,11/19/2026 10:23:02 AM,11/19/2026 11:01:58 AM,39,No,Y
R. Lindqvist (Rosa Lindqvist),,11/19/2026 10:07:44 AM,11/19/2026 11:01:58 AM,55,Yes,
"""
Z1A = """\
Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)
Dana Okafor,dana.okafor@example.edu,11/19/2026 09:54:15 AM,11/19/2026 11:01:58 AM,68
"""
Z1D = """\
Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
"812 3456 7890",Case,11/19/2026 10:00:00 AM,11/19/2026 11:00:00 AM,host@example.edu,60,2

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Disclaimer Response,In Waiting Room
Dana Okafor,dana.okafor@example.edu,11/19/2026 09:50:15 AM,11/19/2026 09:59:00 AM,9,No,,Yes
Dana Okafor,dana.okafor@example.edu,11/19/2026 10:00:00 AM,11/19/2026 10:50:00 AM,50,No,OK,No
"""
Z2 = """\
Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants{comma}
60245167821,Mentor Case Session 3,11/19/2026 10:00:00 AM,11/19/2026 11:00:00 AM,host@example.edu,60,27
{blank}
Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent
Dana Okafor,dana.okafor@example.edu,11/19/2026 9:54:15 AM,11/19/2026 11:01:59 AM,68,No,Y
Case Host,host@example.edu,11/19/2026 9:50:15 AM,11/19/2026 11:01:59 AM,72,No,Y
"""
Z3 = """\
Name (Original Name),User Email,Total Duration (Minutes),Guest
Dana Okafor,dana.okafor@example.edu,61,No
Teo Marchetti,,60,Yes
"""
Z4 = """\
Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room
Priya Venkat,priya.venkat@example.edu,09/09/2026 19:02,09/09/2026 20:31,89,No,OK,No
Priya Venkat,priya.venkat@example.edu,09/09/2026 18:58,09/09/2026 19:02,4,No,,Yes
"""
Z4B = """\
Name (original name),Email,Duration (minutes),Guest,Consent
Priya Venkat,priya.venkat@example.edu,48,No,
"""
Z5 = """\
\ufeffTopic,ID,Host,Duration (minutes),Start time,End time,Participants
Mentor Case Session 3,81796405615,Case Host (host@example.edu),77,"06/16/2026 03:10:26 PM","06/16/2026 04:26:31 PM",67

Name (original name),Email,Total duration (minutes),Guest
Priya Venkat,priya.venkat@example.edu,76,No
site7-conf-room(Lou Amadi),,64,Yes
Zoom Report of June
"""
Z6 = """\
Name (original name),Email,Total duration (minutes),Guest
Priya Venkat,priya.venkat@example.edu,42,No
"""
WEBINAR = """\
Attendee Report
Report Generated:,"Nov 19, 2026 11:30 AM"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered
Case session,812 3456 7890,"Nov 19, 2026 9:58 AM",64,40
Host Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,Case Host,host@example.edu,"Nov 19, 2026 9:58 AM","Nov 19, 2026 11:02 AM",64,No,United States
Panelist Details
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name
Yes,Priya Venkat,priya.venkat@example.edu,"Nov 19, 2026 10:00 AM","Nov 19, 2026 11:00 AM",60,No,United States
Attendee Details
Attended,First Name,Last Name,Email,Registration Time,Approval Status,Join Time,Leave Time,Time in Session (minutes),Country/Region Name
Yes,Dana,Okafor,dana.okafor@example.edu,"Nov 1, 2026 9:00 AM",approved,"Nov 19, 2026 10:00 AM","Nov 19, 2026 10:20 AM",20,United States
Yes,Dana,Okafor,dana.okafor@example.edu,"Nov 1, 2026 9:00 AM",approved,"Nov 19, 2026 10:30 AM","Nov 19, 2026 11:00 AM",30,United States
No,Teo,Marchetti,teo.marchetti@example.edu,"Nov 1, 2026 9:00 AM",approved,--,--,--,
"""
T3 = """\
1. Summary
Meeting title\tMentor Case Session 3
Attended participants\t3
Start time\t7/22/26, 7:00:11 PM
End time\t7/22/26, 8:31:02 PM
Meeting duration\t1h 30m 51s
Average attendance time\t1h 21m 3s

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Dana Okafor\t7/22/26, 7:02:11 PM\t7/22/26, 8:30:02 PM\t1h 27m 51s\tdana.okafor@example.edu\tdana.okafor@example.edu\tPresenter
Guest Lou\t7/22/26, 7:05:00 PM\t7/22/26, 7:20:00 PM\t15m\t\t\tAttendee
Case Host\t7/22/26, 7:00:11 PM\t7/22/26, 8:31:02 PM\t1h 30m 51s\thost@example.edu\t\tOrganizer

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Dana Okafor\t7/22/26, 7:02:11 PM\t7/22/26, 8:30:02 PM\t1h 27m 51s\tdana.okafor@example.edu\tPresenter
Guest Lou\t7/22/26, 7:05:00 PM\t7:20:00 PM\t15m\t\tAttendee
Case Host\t7/22/26, 7:00:11 PM\t7/22/26, 8:31:02 PM\t1h 30m 51s\thost@example.edu\tOrganizer
"""
T3_SUMMARY = T3.partition("3. In")[0]
T3_GERMAN = """\
1. Zusammenfassung
Besprechungstitel;Fall 3

2. Teilnehmer
Name;Erster Beitritt;Letztes Verlassen;Besprechungsdauer;E-Mail;Teilnehmer-ID (UPN);Rolle
Okafor, Dana (EXT);22.07.26, 19:02:11;22.07.26, 20:01:11;59 Min. 0 Sek.;;dana.okafor@example.edu;Referent
"""
T3_ONLY_WHO = """\
1. Summary
Meeting title\tMentor Case Session 3

2. Participants
Name\tEmail\tParticipant ID (UPN)\tRole
Dana Okafor\tdana.okafor@example.edu\tdana.okafor@example.edu\tPresenter
"""
T1 = """\
Full Name\tUser Action\tTimestamp
Dana Okafor\tJoined before\t11/19/2026, 9:58:00 AM
Teo Marchetti\tJoined\t11/19/2026, 10:05:00 AM
Dana Okafor\tLeft\t11/19/2026, 10:30:00 AM
Dana Okafor\tJoined\t11/19/2026, 10:40:00 AM
Teo Marchetti\tLeft\t11/19/2026, 10:58:00 AM
Lou Amadi\tLeft\t11/19/2026, 11:00:00 AM
"""
MEET = """\
First name,Last name,Email,Duration,Time joined,Time exited
Dana,Okafor,dana.okafor@example.edu,1 hr 2 min,10:00 AM,11:02 AM
"""
SPANISH = """\
Nombre (nombre original);E-mail del usuario;Hora para unirse;Hora para salir;Duración (minutos);Invitado;En sala de espera
Dana Okafor;dana.okafor@example.edu;19/11/2026 09:54:15;19/11/2026 10:50:15;56;No;No
Dana Okafor;dana.okafor@example.edu;19/11/2026 09:50:15;19/11/2026 09:54:15;4;No;Sí
"""
