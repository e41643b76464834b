// pancakes.pov: a stack of pancakes with butter and syrup
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kitchen.inc"
Look_From(<3, 11, -18>, <0, 1.7, 0.2>, 33)
object { Table }
object { Plate(7.4) }
#declare S = seed(7);
// pale edge, browned faces with a light rim
#declare Brown = pigment { cylindrical scale 3.9 turbulence 0.08
  color_map { [0 rgb <0.80,0.56,0.28>] [0.10 rgb <0.86,0.62,0.32>] [0.16 rgb <0.62,0.32,0.11>] [0.5 rgb <0.66,0.36,0.13>] [1 rgb <0.70,0.40,0.16>] } }
#macro Pancake(R)
  lathe { cubic_spline 9, <0,0.5>, <0.01,0.5>, <R*0.7,0.52>, <R*0.95,0.46>, <R,0.25>, <R*0.96,0.04>, <R*0.7,0>, <0.01,0>, <0,0>
    texture { pigment { gradient y pigment_map { [0.0 Brown] [0.10 rgb <0.93,0.78,0.50>] [0.78 rgb <0.92,0.76,0.47>] [0.9 Brown] [1 Brown] } scale <1,0.56,1> translate -0.01*y }
      normal { bumps 0.18 scale 0.13 } finish { ambient 0.3 diffuse 0.7 specular 0.06 } } }
#end
#declare I = 0;
#while (I < 6)
  object { Pancake(3.7 + 0.25*rand(S)) scale <1+0.05*rand(S), 1, 1+0.05*rand(S)> rotate <2*rand(S)-1, 360*rand(S), 2*rand(S)-1> translate <0.5*rand(S)-0.25, 0.22 + I*0.5, 0.5*rand(S)-0.25> }
  #declare I = I + 1;
#end
#declare Top = 0.22 + 6*0.5;
// syrup: a pool on top that runs over the edge
#declare Syrup = texture { pigment { rgbt <0.42,0.15,0.02,0.25> } finish { ambient 0.3 diffuse 0.65 specular 0.9 roughness 0.004 } }
blob { threshold 0.5
  #declare I = 0;
  #while (I < 60) sphere { <2.6*sqrt(rand(S)),0,0>, 0.75, 1 scale <1,0.32,1> rotate 360*rand(S)*y translate (Top+0.02)*y } #declare I = I + 1; #end
  #declare I = 0;
  #while (I < 11)
    #declare A = I*33 + 14*rand(S); #declare L = 0.8 + 1.9*rand(S); #declare J = 0;
    #while (J < 12) sphere { <2.5 + 0.13*J, Top + 0.02, 0>, 0.5, 0.9 scale <1,1,1> rotate A*y } #declare J = J + 1; #end
    #declare J = 0;
    #while (J < L*6) sphere { <4.02, Top - 0.05 - J*0.17, 0>, 0.46 + 0.012*J, 0.9 rotate A*y } #declare J = J + 1; #end
    #declare I = I + 1;
  #end
  texture { Syrup } }
// butter that begins to melt
superellipsoid { <0.25, 0.25> scale <0.85, 0.36, 0.75> rotate <3, 28, -4> translate <0.1, Top + 0.48, -0.1>
  texture { pigment { rgb <0.98,0.87,0.45> } finish { ambient 0.35 diffuse 0.65 specular 0.5 roughness 0.02 } } }
// a few blueberries
#macro Berry(X, Z, Y) difference { sphere { 0, 0.5 } sphere { <0.1,0.52,-0.1>, 0.18 } pigment { bozo scale 0.3 color_map { [0 rgb <0.10,0.11,0.28>] [1 rgb <0.22,0.25,0.45>] } } finish { ambient 0.25 diffuse 0.7 specular 0.25 roughness 0.06 } rotate <30*rand(S),360*rand(S),30*rand(S)> translate <X,Y,Z> } #end
Berry(-4.6, -1.9, 0.85) Berry(-5.2, -1.0, 0.95) Berry(4.9, -1.2, 0.85) Berry(4.5, -2.2, 0.8) Berry(1.3, -1.2, Top+0.5)
